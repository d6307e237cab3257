package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.ListenedChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import java.util.Optional;

/**
 * How databases are mounted.
 *
 * @param cacheBytes most bytes of chunks in the read cache of each main file; 0 for none. A WAL has
 *     a cache of its own, an eighth as large
 * @param writing what may be written
 * @param trace hears of what goes on, when it wants to
 */
public record MountPolicy(long cacheBytes, Writing writing, Optional<Trace> trace) {
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

  /** A policy without a trace. */
  public MountPolicy(long cacheBytes, Writing writing) {
    this(cacheBytes, writing, Optional.empty());
  }

  boolean isReadOnly() {
    return writing == Writing.NOTHING;
  }

  /** A database as it is mounted: a hot journal is rolled back before anything is read. */
  ChunkStore view(ChunkStore chunks) {
    ChunkStore heard =
        trace.<ChunkStore>map(listener -> new ListenedChunkStore(chunks, listener)).orElse(chunks);
    return isReadOnly() ? new OverlayChunkStore(heard) : heard;
  }
}
