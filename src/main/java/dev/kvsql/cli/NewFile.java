package dev.kvsql.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that people ask for: they must not exist, but for an empty one, and they appear whole or
 * not at all.
 */
final class NewFile {
  private NewFile() {}

  /** Fills a file. */
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /** Writes beside the file, forces it to disk, and renames it. */
  static void write(Path file, Writer writer) throws IOException {
    requireFree(file);
    Path temporary =
        file.resolveSibling("." + file.getFileName() + ".tmp-" + ProcessHandle.current().pid());
    try {
      fill(temporary, writer);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": cannot be written: no such directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": cannot be written: permission denied", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void fill(Path temporary, Writer writer) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      writer.write(out);
      out.flush();
      channel.force(true);
    }
  }

  /**
   * Refuses a file that could not be written, before the work whose result it is to hold.
   *
   * @throws IOException when its directory is not there, or nothing can be made in it
   * @throws UsageException when the file is there, but for an empty one
   */
  static void requireWritable(Path file) throws IOException {
    requireFree(file);
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException(file + ": cannot be written: no such directory");
    }
    if (!Files.isWritable(directory)) {
      throw new IOException(file + ": cannot be written: permission denied");
    }
  }

  /**
   * Refuses a file that is there, but for an empty one.
   *
   * @throws UsageException when it is
   */
  private static void requireFree(Path file) throws IOException {
    if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > 0)) {
      throw new UsageException(file + ": exists already; choose another name or remove it first");
    }
  }
}
