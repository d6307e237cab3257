package dev.kvsql.chunk.salvage;

import java.util.BitSet;

/** A set of recids: one bit for each up to the highest. */
final class Recids {
  private final BitSet bits = new BitSet();

  /** Adds a recid from the index. */
  void add(long recid) {
    bits.set(Math.toIntExact(recid));
  }

  void removeAll(Recids others) {
    bits.andNot(others.bits);
  }

  boolean contains(long recid) {
    return recid >= 0 && recid <= Integer.MAX_VALUE && bits.get((int) recid);
  }

  /** The first recid not below one; -1 after the last. */
  long next(long from) {
    return bits.nextSetBit(Math.toIntExact(from));
  }
}
