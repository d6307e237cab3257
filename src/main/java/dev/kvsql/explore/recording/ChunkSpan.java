package dev.kvsql.explore.recording;

import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;

/**
 * Neighbouring chunk indexes, whether there are such chunks or not.
 *
 * @param first index of the first, 0 to 2^32
 * @param end index after the last, no less than {@code first}
 */
record ChunkSpan(long first, long end) {
  /** Every chunk that a file can have. */
  static final ChunkSpan ALL = from(0);

  static ChunkSpan of(long index) {
    return new ChunkSpan(index, index + 1);
  }

  static ChunkSpan from(long first) {
    return new ChunkSpan(Math.min(first, StoreKey.MAX_CHUNKS), StoreKey.MAX_CHUNKS);
  }

  boolean isEmpty() {
    return first == end;
  }

  /**
   * The index of the first chunk whose key is not before {@code bound}: 0 to 2^32.
   *
   * @param firstKey the key of chunk 0 of the file
   * @param bound any bytes
   */
  static long indexOf(byte[] firstKey, byte[] bound) {
    int prefix = firstKey.length - Integer.BYTES;
    int order =
        Arrays.compareUnsigned(bound, 0, Math.min(prefix, bound.length), firstKey, 0, prefix);
    if (order != 0) {
      return order < 0 ? 0 : StoreKey.MAX_CHUNKS;
    }
    long index = 0;
    for (int at = prefix; at < firstKey.length; at++) {
      index = index << 8 | (at < bound.length ? bound[at] & 0xff : 0);
    }
    return index + (bound.length > firstKey.length ? 1 : 0);
  }
}
