package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;

/**
 * How databases are mounted.
 *
 * @param cacheBytes most bytes of chunks in the read cache of each main file; 0 for none. A WAL has
 *     a cache of its own, an eighth as large
 * @param writing what may be written
 */
public record MountPolicy(long cacheBytes, Writing writing) {
  /** How many times smaller the cache of a WAL is. */
  static final int WAL_PART = 8;

  /** What may be written. */
  public enum Writing {
    /** Everything, unless a database is damaged in such a way that SQLite would make it worse. */
    CAREFUL,
    /** Everything: somebody has looked at what lies past the end of the main file. */
    ANY,
    /**
     * Nothing: statements that write are refused, and what SQLite must write to recover goes into
     * memory.
     */
    NOTHING
  }

  boolean isReadOnly() {
    return writing == Writing.NOTHING;
  }

  /** A database as it is mounted: a hot journal is rolled back before anything is read. */
  ChunkStore view(ChunkStore chunks) {
    return isReadOnly() ? new OverlayChunkStore(chunks) : chunks;
  }
}
