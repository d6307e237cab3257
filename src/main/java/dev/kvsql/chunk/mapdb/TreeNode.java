package dev.kvsql.chunk.mapdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a map's tree. Unless it is the leftmost its first key is the highest of its left
 * neighbour, and of no entry; unless it is the rightmost its last key is the highest that it
 * answers for, and of an entry only when {@link #LAST_IS_ENTRY}.
 *
 * @param flags of those below
 * @param link the recid of the right neighbour; 0 for the rightmost node
 * @param keys ascending
 * @param recids of the children of a directory; of the values of a leaf that has not got them
 * @param values of a leaf that has them, null for any other node
 */
record TreeNode(int flags, long link, byte[][] keys, long[] recids, byte @Nullable [][] values) {
  static final int DIRECTORY = 8;
  static final int LEFTMOST = 4;
  static final int RIGHTMOST = 2;
  static final int LAST_IS_ENTRY = 1;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Where the key is that the first entry has, or that is left of the second child. */
  private int firstKey() {
    return has(LEFTMOST) ? 0 : 1;
  }

  /** How many children a directory has, or entries a leaf. */
  static int size(int flags, int keys) {
    int edges = Integer.bitCount(flags & (LEFTMOST | RIGHTMOST));
    return (flags & DIRECTORY) != 0 ? keys - 1 + edges : keys - 2 + edges + (flags & LAST_IS_ENTRY);
  }

  /** Whether no node to the right has keys from this one on. */
  boolean reaches(byte[] key) {
    return has(RIGHTMOST) || Arrays.compareUnsigned(key, highest()) <= 0;
  }

  /** The last key; of a node that is not the rightmost it is the highest it answers for. */
  byte[] highest() {
    return keys[keys.length - 1];
  }

  /** The child of a directory that answers for a key. */
  long childFor(byte[] key) {
    int child = entriesBefore(key);
    return recids[Math.min(child, recids.length - 1)];
  }

  /** How many entries, or keys between children, are smaller than a key. */
  int entriesBefore(byte[] key) {
    int at = firstKey();
    while (at < keys.length && Arrays.compareUnsigned(keys[at], key) < 0) {
      at++;
    }
    return at - firstKey();
  }

  /** A leaf without its entries from one up to another, the last exclusive. */
  TreeNode without(int from, int to) {
    int keyFrom = from + firstKey();
    int keyTo = to + firstKey();
    // The highest key stays also without its entry.
    boolean bound = keyTo == keys.length && !has(RIGHTMOST);
    return new TreeNode(
        bound ? flags & ~LAST_IS_ENTRY : flags,
        link,
        join(keys, keyFrom, bound ? keyTo - 1 : keyTo),
        values == null ? join(recids, from, to) : recids,
        values == null ? null : join(values, from, to));
  }

  private static byte[][] join(byte[][] all, int from, int to) {
    byte[][] rest = Arrays.copyOf(all, all.length - (to - from));
    System.arraycopy(all, to, rest, from, all.length - to);
    return rest;
  }

  private static long[] join(long[] all, int from, int to) {
    long[] rest = Arrays.copyOf(all, all.length - (to - from));
    System.arraycopy(all, to, rest, from, all.length - to);
    return rest;
  }
}
