package dev.kvsql.inspect;

import java.util.Optional;

/**
 * Neighbouring chunks that are the same to a map of their file.
 *
 * @param owner the table or index that has them, or most of their pages
 * @param shared whether pages of others are among them
 * @param firstChunk index of the first
 * @param count how many, at least 1
 * @param bytes that the store has for them; for chunks that are not there, those that should be
 */
public record ChunkStretch(
    ChunkKind kind,
    Optional<TableSpace> owner,
    boolean shared,
    long firstChunk,
    long count,
    long bytes) {
  /** Index of the first chunk after it. */
  public long endChunk() {
    return firstChunk + count;
  }
}
