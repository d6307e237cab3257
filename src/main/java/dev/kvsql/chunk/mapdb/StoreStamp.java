package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What shows from outside whether a store is still what it was: size, time of the last change and
 * first bytes of its file and of its redo log. A program that writes to the file through a mapping
 * may leave the time as it was; the epoch and the checksum are among the first bytes.
 *
 * @param store of the store file; {@code none} when there is none
 * @param log of its redo log, likewise
 * @param identity which files of this machine these are
 */
public record StoreStamp(String store, String log, String identity) {
  private static final int FIRST_BYTES = 64;
  private static final String NONE = "none";

  /** The stamp as it is now; a file that cannot be read has one that nothing else has. */
  public static StoreStamp of(Path path) {
    Path real = real(path);
    Path log = StoreFiles.logPath(real);
    return new StoreStamp(file(real), file(log), key(real) + " " + key(log));
  }

  /** What is not as it was in an earlier stamp, for people. */
  public Optional<String> changedSince(StoreStamp before) {
    if (!store.equals(before.store)) {
      return Optional.of("its file changed meanwhile");
    }
    if (!log.equals(before.log)) {
      return Optional.of("its redo log changed meanwhile");
    }
    return identity.equals(before.identity)
        ? Optional.empty()
        : Optional.of("another file was put in its place meanwhile");
  }

  private static String file(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.size() + " bytes, " + attributes.lastModifiedTime() + ", " + start(file);
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  private static String key(Path file) {
    try {
      return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return NONE;
    }
  }

  private static String start(Path file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(FIRST_BYTES);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      while (start.hasRemaining() && channel.read(start) >= 0) {
        // Reads on.
      }
    }
    return HexFormat.of().formatHex(start.array(), 0, start.position());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }
}
