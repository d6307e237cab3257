package dev.kvsql.bench;

/** Who or what is compared. */
public enum Side {
  /** SQLite's own file VFS with {@code journal_mode=DELETE}. */
  SQLITE_DELETE("sqlite-delete"),
  /** SQLite's own file VFS with {@code journal_mode=WAL}. */
  SQLITE_WAL("sqlite-wal"),
  /** A mounted store, with the mount's own {@code journal_mode=MEMORY}. */
  KVSQL("kvsql"),
  /** A store without chunks. */
  STORE_EMPTY("store-empty"),
  /** A store full of chunks. */
  STORE_FILLED("store-filled"),
  /** A store that was closed. */
  STORE_CLOSED("store-closed"),
  /** The same store as its writer left it when it was killed: with a redo log. */
  STORE_KILLED("store-killed");

  private final String id;

  Side(String id) {
    this.id = id;
  }

  /** The name in JSON; stays as it is. */
  public String id() {
    return id;
  }
}
