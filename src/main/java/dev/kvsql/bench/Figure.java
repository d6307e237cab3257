package dev.kvsql.bench;

/** What one line of the result is about. */
public enum Figure {
  /** One small transaction; the amount is how many make a round. */
  COMMIT("commit"),
  /** From BEGIN until COMMIT has returned; the amount is the rows. */
  LOAD("load"),
  /** As LOAD, and until the connection is closed. */
  LOAD_AND_CLOSE("load-and-close"),
  /** Rows by key, each in a transaction of its own; the amount is the rows. */
  READ("read"),
  /** Rows by key, all in one transaction; the amount is the rows. */
  READ_IN_TRANSACTION("read-in-transaction"),
  /** An aggregate over every row; the amount is the rows. */
  SCAN("scan"),
  /** The same through a connection that has read nothing; the amount is the database's bytes. */
  SCAN_COLD("scan-cold"),
  /** One row with a blob, in a transaction of its own; the amount is the blob's bytes. */
  BLOB("blob"),
  /** VACUUM, when every row has been deleted; the amount is the bytes the database had. */
  TRUNCATE("truncate"),
  /** As TRUNCATE, and deleting the rows before. */
  DELETE_AND_TRUNCATE("delete-and-truncate"),
  /** SQLite's speedtest1; the amount is the statements. */
  SPEEDTEST1("speedtest1"),
  /** A test of speedtest1; the amount is its statements. */
  SPEEDTEST1_TEST("speedtest1-test"),
  /** A script; the amount is its statements. */
  SCRIPT("script"),
  /** A test of a script; the amount is its statements. */
  SCRIPT_TEST("script-test"),
  /** Opening a store for reading, up to the first value; the amount is the bytes of its chunks. */
  OPEN_TO_READ("open-to-read"),
  /** Opening a store for writing, up to the first value; the amount is the bytes of its chunks. */
  OPEN_TO_WRITE("open-to-write"),
  /** Opening a store for writing, up to the first value; the amount is the bytes of its log. */
  REPLAY("replay");

  private final String id;

  Figure(String id) {
    this.id = id;
  }

  /** The name in JSON; stays as it is. */
  public String id() {
    return id;
  }
}
