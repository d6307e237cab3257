package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells which files of a directory are stores, by what is in them and by how they are called. */
public final class StoreNames {
  private static final String SUFFIX = ".kv";

  /** What commands leave beside a store, or are about to put in its place. */
  private static final Pattern PART =
      Pattern.compile(".+\\.(redo|undo-[^/]*|damaged[^/]*)|\\..+\\.tmp-\\d+");

  private static final byte MAGIC = 0x4A;

  /** A text may begin with the same letter; what follows it is a small number. */
  private static final int MOST_TYPES = 0x20;

  private StoreNames() {}

  /** What a file is. */
  public enum Kind {
    STORE,
    /** A redo log, an undo record, or what was put aside when a store was salvaged. */
    PART_OF_STORE,
    OTHER
  }

  /**
   * What a file is: a store begins as MapDB's files do, or has the suffix {@code .kv}, also when
   * its beginning is ruined. What cannot be read may be one.
   */
  public static Kind kind(Path file) {
    String name = String.valueOf(file.getFileName());
    if (PART.matcher(name).matches()) {
      return Kind.PART_OF_STORE;
    }
    if (!Files.isRegularFile(file)) {
      return Kind.OTHER;
    }
    return name.endsWith(SUFFIX) || beginsAsStore(file) ? Kind.STORE : Kind.OTHER;
  }

  private static boolean beginsAsStore(Path file) {
    ByteBuffer start = ByteBuffer.allocate(2);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      while (start.hasRemaining() && channel.read(start) >= 0) {
        // Reads on.
      }
    } catch (IOException e) {
      return true;
    }
    return !start.hasRemaining() && start.get(0) == MAGIC && start.get(1) < MOST_TYPES;
  }
}
