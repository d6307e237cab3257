package dev.kvsql.sqlite;

import dev.kvsql.vfs.MountPolicy;

/**
 * How a database is mounted.
 *
 * @param cacheBytes most bytes of chunks in the read cache of the database; 0 for none. While it
 *     has a WAL, that has a cache of its own, an eighth as large
 * @param use what statements may do
 */
public record MountOptions(long cacheBytes, Use use) {
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
        });
  }
}
