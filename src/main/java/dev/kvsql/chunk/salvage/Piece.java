package dev.kvsql.chunk.salvage;

import org.jspecify.annotations.Nullable;

/**
 * Leaves that nothing leads to, each linked to the next, from left to right.
 *
 * @param first recid of the first leaf
 * @param entries of all of them
 * @param tailLink recid that the last one links to; 0 at the right edge
 * @param placement of the values
 * @param firstKey of the entries; null without entries
 */
record Piece(
    long first,
    long leaves,
    long entries,
    KeySpan span,
    long tailLink,
    Placement placement,
    byte @Nullable [] firstKey) {

  /** What its keys take in memory. */
  long keyBytes() {
    return length(span.after()) + length(span.upTo()) + length(firstKey);
  }

  private static long length(byte @Nullable [] key) {
    return key == null ? 0 : key.length;
  }

  /** Whether these are all leaves of a tree. */
  boolean isWhole() {
    return span.after() == null && span.upTo() == null;
  }
}
