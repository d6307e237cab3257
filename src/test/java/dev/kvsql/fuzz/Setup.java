package dev.kvsql.fuzz;

/**
 * What a script runs on.
 *
 * @param place where the chunks are
 * @param cacheBytes most bytes in the mount's read cache
 * @param connections how many there are at most
 * @param wal whether each connection takes an exclusive lock, and then WAL mode
 */
record Setup(Place place, long cacheBytes, int connections, boolean wal) {
  enum Place {
    MEMORY,
    /** A store in a file. */
    MAPDB
  }

  static Setup draw(Dice dice) {
    boolean wal = !Features.SHARED_WAL && dice.oneIn(6);
    return new Setup(
        dice.oneIn(10) ? Place.MAPDB : Place.MEMORY,
        dice.of(0L, 8192L, 32_768L, 64L << 20),
        wal ? 1 : dice.of(1, 2, 2, 3, 4),
        wal);
  }
}
