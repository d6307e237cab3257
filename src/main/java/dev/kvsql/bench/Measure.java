package dev.kvsql.bench;

/** What can be measured, each on its own. */
public enum Measure {
  /** Small durable commits. */
  COMMIT("commit"),
  /** One transaction of many rows. */
  LOAD("load"),
  /** Rows by primary key, in random order. */
  READ("read"),
  /** One pass over a table. */
  SCAN("scan"),
  /** Opening a store, by its size. */
  OPEN("open"),
  /** Opening a store whose writer was killed. */
  REPLAY("replay");

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  /** The name that people type. */
  @Override
  public String toString() {
    return label;
  }
}
