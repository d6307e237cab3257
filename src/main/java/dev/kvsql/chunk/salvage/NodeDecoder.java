package dev.kvsql.chunk.salvage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes B-tree nodes strictly: what does not fit to the last byte is none. A leaf's bytes tell by
 * themselves whether its values lie inside: a list of recids has one last-byte mark for each entry,
 * a list of values has one more for their number.
 */
final class NodeDecoder {
  /** So many bytes are enough to tell most records from nodes. */
  static final int PEEK_BYTES = 32;

  private static final int FLAG_BITS = 4;
  private static final int ALL_FLAGS = 15;

  /** A leaf at both edges, without keys. */
  private static final int EMPTY_TREE = Node.LEFT_EDGE | Node.RIGHT_EDGE;

  /** What may stand behind a leaf's keys. */
  enum Values {
    /** Values that are byte arrays, or their recids. */
    BYTES,

    /** Anything: the map is not salvaged. */
    ANY
  }

  private NodeDecoder() {}

  /** Decodes a record; null when it is no node. */
  static @Nullable Node decode(byte[] record, Values values) {
    Cursor in = new Cursor(record);
    Head head = Head.read(in);
    if (head == null || head.keys > in.remaining()) {
      return null;
    }
    int[] keyAt = new int[head.keys];
    int[] keyLength = new int[head.keys];
    for (int i = 0; i < head.keys; i++) {
      keyLength[i] = in.count();
      keyAt[i] = in.at();
      in.skip(keyLength[i]);
    }
    if (in.failed() || !ascend(record, keyAt, keyLength)) {
      return null;
    }
    Node keys = new Node(record, head.flags, head.link, keyAt, keyLength, new long[0], new int[0]);
    return keys.isDirectory() ? directory(keys, in) : leaf(keys, in, values);
  }

  /** Whether the first bytes of a record may be those of a leaf. */
  static boolean mayBeLeaf(byte[] start, int count) {
    Head head = Head.read(new Cursor(start, count));
    // With few bytes at hand the number of keys cannot be held against those that follow.
    return head != null && (head.flags & Node.DIRECTORY) == 0;
  }

  /** What stands in front of the keys. */
  private record Head(int flags, long link, int keys) {
    static @Nullable Head read(Cursor in) {
      // The head is a number with the same parity bit as a recid.
      long head = in.recid();
      int flags = (int) (head & ALL_FLAGS);
      long link = (flags & Node.RIGHT_EDGE) == 0 ? in.packed() : 0;
      // Left out by MapDB when there are none: the only node of a map that became empty ends here.
      long keys = head == EMPTY_TREE && in.remaining() == 0 ? 0 : in.packed();
      boolean sound =
          !in.failed()
              && keys == head >>> FLAG_BITS
              && keys <= RecordReader.MAX_RECORD_BYTES
              && areFlags(flags)
              && ((flags & Node.RIGHT_EDGE) != 0 || link >= IndexTable.FIRST_FREE_RECID)
              && Node.entryCount(flags & ~Node.LAST_KEY_TWICE, (int) keys) >= 0;
      return sound ? new Head(flags, link, (int) keys) : null;
    }

    private static boolean areFlags(int flags) {
      boolean twice = (flags & Node.LAST_KEY_TWICE) != 0;
      return !twice || (flags & (Node.DIRECTORY | Node.RIGHT_EDGE)) == 0;
    }
  }

  private static boolean ascend(byte[] record, int[] keyAt, int[] keyLength) {
    for (int i = 1; i < keyAt.length; i++) {
      int order =
          Arrays.compareUnsigned(
              record,
              keyAt[i - 1],
              keyAt[i - 1] + keyLength[i - 1],
              record,
              keyAt[i],
              keyAt[i] + keyLength[i]);
      if (order >= 0) {
        return false;
      }
    }
    return true;
  }

  /** A directory has one child more than it has keys between its edges. */
  private static @Nullable Node directory(Node keys, Cursor in) {
    if (keys.entryCount() >= in.remaining()) {
      return null;
    }
    long[] children = new long[keys.entryCount() + 1];
    for (int i = 0; i < children.length; i++) {
      children[i] = in.packed();
      if (children[i] < IndexTable.FIRST_FREE_RECID) {
        return null;
      }
    }
    return in.isDone() ? withReferences(keys, children) : null;
  }

  private static @Nullable Node leaf(Node keys, Cursor in, Values values) {
    int at = in.at();
    Node found = outside(keys, in);
    if (found == null) {
      found = inside(keys, at);
    }
    return found == null && values == Values.ANY ? keys : found;
  }

  private static @Nullable Node outside(Node keys, Cursor in) {
    if (keys.entryCount() > in.remaining()) {
      return null;
    }
    long[] recids = new long[keys.entryCount()];
    for (int i = 0; i < recids.length; i++) {
      recids[i] = in.recid();
      if (recids[i] < IndexTable.FIRST_FREE_RECID) {
        return null;
      }
    }
    return in.isDone() ? withReferences(keys, recids) : null;
  }

  private static @Nullable Node inside(Node keys, int at) {
    Cursor in = new Cursor(keys.record());
    in.skip(at);
    if (in.packed() != keys.entryCount() || keys.entryCount() > in.remaining()) {
      return null;
    }
    int[] valueAt = new int[2 * keys.entryCount()];
    for (int i = 0; i < valueAt.length; i += 2) {
      valueAt[i + 1] = in.count();
      valueAt[i] = in.at();
      in.skip(valueAt[i + 1]);
    }
    return in.isDone()
        ? new Node(
            keys.record(),
            keys.flags(),
            keys.link(),
            keys.keyAt(),
            keys.keyLength(),
            new long[0],
            valueAt)
        : null;
  }

  private static Node withReferences(Node keys, long[] references) {
    return new Node(
        keys.record(),
        keys.flags(),
        keys.link(),
        keys.keyAt(),
        keys.keyLength(),
        references,
        new int[0]);
  }
}
