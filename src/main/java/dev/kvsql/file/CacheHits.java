package dev.kvsql.file;

/**
 * How often a read cache had what it was asked for.
 *
 * @param hits chunks that were there
 * @param misses chunks that had to come from the store, or are not in it
 */
public record CacheHits(long hits, long misses) {
  /** The part of all that were asked for that was there, 0 to 1; 0 when none was. */
  public double rate() {
    return hits == 0 ? 0 : (double) hits / (hits + misses);
  }
}
