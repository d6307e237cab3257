package dev.kvsql.sqlite;

import dev.kvsql.vfs.MountPolicy;
import dev.kvsql.vfs.Trace;
import java.util.Optional;

/**
 * How a database is mounted.
 *
 * @param cacheBytes most bytes of chunks in the read cache of the database; 0 for none. While it
 *     has a WAL, that has a cache of its own, an eighth as large
 * @param use what statements may do
 * @param trace hears of what SQLite and the files do, when it wants to
 */
public record MountOptions(long cacheBytes, Use use, Optional<Trace> trace) {
  /** Bytes of the read cache when nothing else is asked for: 64 MiB. */
  public static final long DEFAULT_CACHE_BYTES = 64L << 20;

  /** What statements may do. */
  public enum Use {
    READ_WRITE,
    /** Statements that write are refused; a hot journal is rolled back in memory. */
    READ_ONLY,
    /** As READ_WRITE, by somebody who has looked at what lies past the end of the main file. */
    RECOVER
  }

  /** A mount without a trace. */
  public MountOptions(long cacheBytes, Use use) {
    this(cacheBytes, use, Optional.empty());
  }

  /** The default cache, reading and writing. */
  public static MountOptions defaults() {
    return of(Use.READ_WRITE);
  }

  /** The default cache. */
  public static MountOptions of(Use use) {
    return new MountOptions(DEFAULT_CACHE_BYTES, use);
  }

  MountPolicy policy() {
    return new MountPolicy(
        cacheBytes,
        switch (use) {
          case READ_WRITE -> MountPolicy.Writing.CAREFUL;
          case READ_ONLY -> MountPolicy.Writing.NOTHING;
          case RECOVER -> MountPolicy.Writing.ANY;
        },
        trace);
  }
}
