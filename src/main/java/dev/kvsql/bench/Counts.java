package dev.kvsql.bench;

/**
 * How much is done in a round.
 *
 * @param commits transactions
 * @param commitWarmUps rounds of commits before those that count: the Java half of a commit is
 *     compiled after some thousand of them, SQLite was compiled before
 * @param rows of the table that is loaded, read and scanned
 * @param reads by key; no more than rows
 * @param opens of each store
 * @param storeBytes bytes of chunks in the large store
 * @param logBytes bytes of the redo log that is replayed; it is filled to 95 percent of that at
 *     least
 */
public record Counts(
    int commits,
    int commitWarmUps,
    int rows,
    int reads,
    int opens,
    long storeBytes,
    long logBytes) {
  /** The size that the redo log is carried over at: 64 MiB. */
  private static final long FULL_LOG_BYTES = 64L << 20;

  /**
   * What makes sense where nothing else is said. The commits of nine rounds are enough for a redo
   * log or a WAL to be carried over: it belongs to what a commit costs.
   */
  public static Counts ofStore(long storeBytes) {
    return new Counts(500, 20, 100_000, 20_000, 5, storeBytes, FULL_LOG_BYTES);
  }
}
