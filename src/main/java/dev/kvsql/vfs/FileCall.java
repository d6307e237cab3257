package dev.kvsql.vfs;

/** What SQLite asks of a file (sqlite.org/c3ref/vfs.html, sqlite.org/c3ref/io_methods.html). */
public enum FileCall {
  OPEN("open"),
  CLOSE("close"),
  DELETE("delete"),
  ACCESS("access"),
  READ("read"),
  WRITE("write"),
  TRUNCATE("truncate"),
  SYNC("sync"),
  FILE_SIZE("size"),
  LOCK("lock"),
  UNLOCK("unlock"),
  CHECK_RESERVED_LOCK("check lock"),
  FILE_CONTROL("control"),
  SHM("shared memory");

  private final String label;

  FileCall(String label) {
    this.label = label;
  }

  /** The word that people read. */
  public String label() {
    return label;
  }
}
