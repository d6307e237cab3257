package dev.kvsql.inspect;

/**
 * Neighbouring chunks in the same condition.
 *
 * @param firstChunk index of the first
 * @param count how many, at least 1
 * @param expectedBytes bytes of them that lie within the file
 * @param storedBytes bytes that the store has for them
 */
public record ChunkRun(
    ChunkCondition condition, long firstChunk, long count, long expectedBytes, long storedBytes) {
  /** Index of the first chunk after the run. */
  public long endChunk() {
    return firstChunk + count;
  }

  boolean continuesWith(ChunkCondition next, long chunk) {
    return condition == next && endChunk() == chunk;
  }

  ChunkRun plus(ChunkRun more) {
    return new ChunkRun(
        condition,
        firstChunk,
        count + more.count,
        expectedBytes + more.expectedBytes,
        storedBytes + more.storedBytes);
  }
}
