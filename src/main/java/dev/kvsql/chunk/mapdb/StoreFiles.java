package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a store, open and locked: the MapDB file and, when there is one, the redo log. One
 * writer or many readers, over all processes of the machine. The lock lies on the store file
 * itself, so that reading creates nothing; it goes when the process does.
 */
final class StoreFiles implements AutoCloseable {
  private static final byte MAPDB_MAGIC = 0x4A;
  private static final int PEEK_BYTES = 16;

  private final Path path;
  private final LockedFile base;
  private final Access access;
  private @Nullable FileChannel log;

  /**
   * @param path of the store, without links: the log lies beside the file itself
   */
  private StoreFiles(Path path, LockedFile base, Access access) {
    this.path = path;
    this.base = base;
    this.access = access;
  }

  /** Opens and locks an existing store. */
  static StoreFiles open(Path path, Access access) {
    requireFile(path);
    try {
      Path real = path.toRealPath();
      LockedFile base = LockedFile.open(real, access, options(real, access));
      return checked(new StoreFiles(real, base, access), true);
    } catch (AccessDeniedException e) {
      String hint = access == Access.WRITE && Files.isReadable(path) ? " to write" : "";
      throw new StoreException.Failed(path + ": permission denied" + hint, e);
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be opened: " + reason(e), e);
    }
  }

  /** Creates a store file, which must not exist, and locks it. */
  static StoreFiles create(Path path) {
    if (Files.exists(logPath(path)) && !Files.exists(path)) {
      throw new StoreException.Failed(
          logPath(path)
              + ": the redo log of a store that is not there; move it away, or back to it",
          null);
    }
    try {
      Path real = realParent(path).resolve(path.getFileName());
      LockedFile base =
          LockedFile.open(
              real,
              Access.WRITE,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return checked(new StoreFiles(real, base, Access.WRITE), false);
    } catch (FileAlreadyExistsException e) {
      throw new StoreException.Failed(path + ": exists already; nothing was changed", e);
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be created: " + reason(e), e);
    }
  }

  Path path() {
    return path;
  }

  FileChannel base() {
    return base.channel();
  }

  Access access() {
    return access;
  }

  /** How the store file can be mapped: private memory needs a channel that may write. */
  MapMode mapMode() {
    return base.isWritable() ? MapMode.PRIVATE : MapMode.READ_ONLY;
  }

  /**
   * To read a store with its log, pages of the log replace some of the file's in memory. A channel
   * that may write, though it never does, lets the rest stay in the file.
   */
  private static OpenOption[] options(Path real, Access access) {
    boolean pages = access == Access.READ && Files.exists(logPath(real)) && Files.isWritable(real);
    return pages ? Access.WRITE.options() : access.options();
  }

  /** The redo log if there is one. */
  Optional<FileChannel> log() {
    return Optional.ofNullable(log);
  }

  /** The redo log, created durably when there is none. */
  FileChannel createLog() throws IOException {
    FileChannel present = log;
    if (present != null) {
      return present;
    }
    FileChannel created =
        FileChannel.open(
            logPath(path),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    log = created;
    forceDirectory();
    return created;
  }

  /** Removes the redo log, durably; what it held must be in the store file. */
  void deleteLog() throws IOException {
    FileChannel present = log;
    if (present != null) {
      present.close();
      log = null;
      Files.deleteIfExists(logPath(path));
      forceDirectory();
    }
  }

  @Override
  public void close() {
    try {
      base.close();
      if (log != null) {
        log.close();
      }
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be closed: " + reason(e), e);
    }
  }

  /** Makes the creation or removal of a file durable. */
  void forceDirectory() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** The redo log's path: beside the store, named after it. */
  static Path logPath(Path store) {
    return store.resolveSibling(store.getFileName() + ".redo");
  }

  /** The reason of a failed file operation in a few words. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static Path realParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path : parent.toRealPath();
  }

  private static StoreFiles checked(StoreFiles files, boolean mustBeStore) throws IOException {
    try {
      if (mustBeStore) {
        files.requireMagic();
      }
      files.openLog();
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void openLog() throws IOException {
    Path logPath = logPath(path);
    if (Files.exists(logPath)) {
      FileChannel found = FileChannel.open(logPath, access.options());
      log = found;
      if (!new RedoLog(found).isLog()) {
        throw new StoreException.Failed(
            logPath + ": stands where the redo log belongs and is none; move it away", null);
      }
    }
  }

  private static void requireFile(Path path) {
    if (Files.isDirectory(path)) {
      throw new StoreException.Missing(path + ": is a directory, not a store");
    }
    if (!Files.exists(path)) {
      throw new StoreException.Missing(path + ": no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw new StoreException.Missing(path + ": not a regular file, so not a store");
    }
  }

  private void requireMagic() throws IOException {
    ByteBuffer start = ByteBuffer.allocate(PEEK_BYTES);
    base().read(start, 0);
    byte[] bytes = Arrays.copyOf(start.array(), start.position());
    boolean hasLog = Files.exists(logPath(path));
    if (bytes.length == 0 && !hasLog) {
      throw new StoreException.Missing(path + ": empty (0 bytes), not a store");
    }
    if (new String(bytes, StandardCharsets.ISO_8859_1).equals("SQLite format 3\0")) {
      throw new StoreException.Missing(
          path + ": a SQLite file, not a store; put it into one with: kvsql import NEW.kv " + path);
    }
    // A power failure during a checkpoint can leave zeros where the log has the first page.
    boolean zeroed = hasLog && bytes.length > 0 && bytes[0] == 0;
    if (bytes.length > 0 && bytes[0] != MAPDB_MAGIC && !zeroed) {
      throw new StoreException.Missing(path + ": not a store: it does not start as MapDB files do");
    }
  }
}
