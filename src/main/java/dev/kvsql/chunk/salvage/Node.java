package dev.kvsql.chunk.salvage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A B-tree node, as a view of its record.
 *
 * @param flags see {@link NodeDecoder}
 * @param link recid of the node to the right, 0 at the right edge
 * @param keyAt where each key starts within the record, in bytes
 * @param keyLength of each key in bytes
 * @param references recids of children or of values; empty in leaves with their values inside
 * @param valueAt where each value starts within the record, and how long it is, in turns
 */
record Node(
    byte[] record,
    int flags,
    long link,
    int[] keyAt,
    int[] keyLength,
    long[] references,
    int[] valueAt) {
  static final int DIRECTORY = 8;
  static final int LEFT_EDGE = 4;
  static final int RIGHT_EDGE = 2;

  /** The highest key is also the key of the last entry, and not written twice. */
  static final int LAST_KEY_TWICE = 1;

  boolean isDirectory() {
    return (flags & DIRECTORY) != 0;
  }

  boolean isLeftEdge() {
    return (flags & LEFT_EDGE) != 0;
  }

  boolean isRightEdge() {
    return (flags & RIGHT_EDGE) != 0;
  }

  /** Nodes that are not at the left edge begin with the highest key of the node to their left. */
  private int keysBefore() {
    return isLeftEdge() ? 0 : 1;
  }

  private byte[] key(int index) {
    return Arrays.copyOfRange(record, keyAt[index], keyAt[index] + keyLength[index]);
  }

  /** The keys it answers for. */
  KeySpan span() {
    return new KeySpan(isLeftEdge() ? null : key(0), isRightEdge() ? null : key(keyAt.length - 1));
  }

  /** How many children it has. */
  int childCount() {
    return references.length;
  }

  long child(int child) {
    return references[child];
  }

  /** The keys that a child answers for. */
  KeySpan childSpan(int child) {
    int left = child - 1 + keysBefore();
    int right = left + 1;
    return new KeySpan(left < 0 ? null : key(left), right == keyAt.length ? null : key(right));
  }

  /** How many entries the keys and flags of a node make. */
  static int entryCount(int flags, int keys) {
    int edges = Integer.bitCount(flags & (LEFT_EDGE | RIGHT_EDGE | LAST_KEY_TWICE));
    return keys - 2 + edges;
  }

  int entryCount() {
    return entryCount(flags, keyAt.length);
  }

  byte[] entryKey(int entry) {
    return key(entry + keysBefore());
  }

  /** Whether the value lies in the node; if not, it is a record of its own. */
  boolean hasValuesInside() {
    return valueAt.length > 0;
  }

  /** The recid of a value outside; 0 for one that is not known, of a collection not salvaged. */
  long valueRecid(int entry) {
    return references.length == 0 ? 0 : references[entry];
  }

  /** Where its values are; an empty leaf does not tell. */
  Placement placement() {
    if (entryCount() == 0) {
      return Placement.UNKNOWN;
    }
    return hasValuesInside() ? Placement.INSIDE : Placement.OUTSIDE;
  }

  /** A value inside. */
  byte[] valueInside(int entry) {
    int start = valueAt[2 * entry];
    return Arrays.copyOfRange(record, start, start + valueAt[2 * entry + 1]);
  }

  /** A leaf's first key; null without entries. */
  byte @Nullable [] firstKey() {
    return entryCount() == 0 ? null : entryKey(0);
  }
}
