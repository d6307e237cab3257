package dev.kvsql.bench;

/**
 * How much is done in a round.
 *
 * @param commits transactions
 * @param commitWarmUps rounds of commits before those that count: the Java half of a commit is
 *     compiled after some thousand of them, SQLite was compiled before
 * @param loadRows rows that are loaded
 * @param readRows of the table that is read
 * @param reads by key; no more than there are rows
 * @param opens of each store
 * @param blobBytes bytes of a blob
 * @param logBytes bytes of the redo log that is replayed; it is filled to 95 percent of that at
 *     least
 */
public record Counts(
    int commits,
    int commitWarmUps,
    int loadRows,
    int readRows,
    int reads,
    int opens,
    int blobBytes,
    long logBytes,
    Sizes sizes) {
  /** 8,000 KiB of rows: four times what SQLite's page cache holds. */
  static final int FOUR_CACHES_OF_ROWS = 74_000;

  private static final int BLOB_BYTES = 10 << 20;

  /** The size that the redo log is carried over at: 64 MiB. */
  private static final long FULL_LOG_BYTES = 64L << 20;

  /**
   * What makes sense where nothing else is said. The commits of nine rounds are enough for a redo
   * log or a WAL to be carried over: it belongs to what a commit costs.
   */
  public static Counts usual(Sizes sizes) {
    return new Counts(
        500, 20, 1_000_000, FOUR_CACHES_OF_ROWS, 20_000, 5, BLOB_BYTES, FULL_LOG_BYTES, sizes);
  }
}
