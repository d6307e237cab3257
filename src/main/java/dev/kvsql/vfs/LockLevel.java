package dev.kvsql.vfs;

/** SQLite's five lock states, in the order of their codes (sqlite.org/lockingv3.html). */
public enum LockLevel {
  NONE(0),
  SHARED(1),
  RESERVED(2),
  PENDING(3),
  EXCLUSIVE(4);

  private final int code;

  LockLevel(int code) {
    this.code = code;
  }

  /** The number that SQLite knows this state by: 0 to 4. */
  public int code() {
    return code;
  }

  /** The state of that number. */
  public static LockLevel ofCode(int code) {
    for (LockLevel level : values()) {
      if (level.code == code) {
        return level;
      }
    }
    throw new IllegalArgumentException("no lock state has number " + code);
  }
}
