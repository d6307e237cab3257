package dev.kvsql.chunk.salvage;

/** Takes what was salvaged. */
@FunctionalInterface
public interface SalvageSink {
  /**
   * Takes an entry: at most one for each key of a database, in no promised order. The arrays are
   * the sink's to keep.
   *
   * @param database the map's name in the catalog, or the one that was made up for it
   */
  void entry(String database, byte[] key, byte[] value);
}
