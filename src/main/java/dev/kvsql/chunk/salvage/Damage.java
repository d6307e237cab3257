package dev.kvsql.chunk.salvage;

/**
 * A record that could not be used.
 *
 * @param recid its number in the store
 * @param offset in bytes, where in the file the fault shows: the record's data or, when that cannot
 *     be found, its index value; {@link #NOWHERE} when the recid has no index value
 */
public record Damage(long recid, long offset, Fault fault) {
  /** The offset of a record that has no place in the index. */
  public static final long NOWHERE = -1;
}
