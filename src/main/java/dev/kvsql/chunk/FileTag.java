package dev.kvsql.chunk;

import java.util.List;
import java.util.Optional;

/** The four files that a SQLite database can have, as Rivet's layout (v1) numbers them. */
public enum FileTag {
  MAIN(0, "main", ""),
  JOURNAL(1, "journal", "-journal"),
  WAL(2, "wal", "-wal"),
  SHM(3, "shm", "-shm");

  /** Every scan asks; {@link #values} would copy each time. */
  private static final List<FileTag> ALL = List.of(values());

  private final byte code;
  private final String label;
  private final String suffix;

  FileTag(int code, String label, String suffix) {
    this.code = (byte) code;
    this.label = label;
    this.suffix = suffix;
  }

  /** The byte that stands for this file in a key: 0 to 3. */
  public byte code() {
    return code;
  }

  /** The name people use: {@code main}, {@code journal}, {@code wal} or {@code shm}. */
  public String label() {
    return label;
  }

  /** What SQLite appends to the main file's name to get this file's name. */
  public String suffix() {
    return suffix;
  }

  @Override
  public String toString() {
    return label;
  }

  static Optional<FileTag> ofCode(byte code) {
    for (FileTag tag : ALL) {
      if (tag.code == code) {
        return Optional.of(tag);
      }
    }
    return Optional.empty();
  }
}
