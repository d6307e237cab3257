package dev.kvsql.explore;

/** What a truncate did to one chunk in the read cache. */
public sealed interface CacheEffect {
  /** Index of the chunk. */
  long chunkIndex();

  /** The chunk left the cache. */
  record Evicted(long chunkIndex) implements CacheEffect {}

  /** The cache holds other bytes now; lengths in bytes. */
  record Replaced(long chunkIndex, int fromBytes, int toBytes) implements CacheEffect {}
}
