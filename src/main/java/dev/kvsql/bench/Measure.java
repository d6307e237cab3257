package dev.kvsql.bench;

/** What can be measured, each on its own. */
public enum Measure {
  /** Small durable commits. */
  COMMIT("commit", Measure.LIGHT),
  /** One transaction of many rows. */
  LOAD("load", Measure.HEAVY),
  /** Rows by primary key, in random order. */
  READ("read", Measure.LIGHT),
  /** One pass over a table: a small one that was read before, and a large one that was not. */
  SCAN("scan", Measure.HEAVY),
  /** One row with a large blob. */
  BLOB("blob", Measure.LIGHT),
  /** Giving back the space of a large table. */
  TRUNCATE("truncate", Measure.HEAVY),
  /** SQLite's own benchmark. */
  SPEEDTEST1("speedtest1", Measure.HEAVY),
  /** Opening a store, by its size. */
  OPEN("open", Measure.LIGHT),
  /** Opening a store whose writer was killed. */
  REPLAY("replay", Measure.LIGHT),
  /** Statements of a file. */
  SCRIPT("script", Measure.HEAVY);

  private static final int LIGHT = 9;

  /** A round of these takes seconds. */
  private static final int HEAVY = 3;

  private final String label;
  private final int usualRounds;

  Measure(String label, int usualRounds) {
    this.label = label;
    this.usualRounds = usualRounds;
  }

  /** How many rounds count where nothing else is asked for. */
  public int usualRounds() {
    return usualRounds;
  }

  /** The name that people type. */
  @Override
  public String toString() {
    return label;
  }
}
