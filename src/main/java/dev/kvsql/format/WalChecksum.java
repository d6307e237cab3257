package dev.kvsql.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The running checksum over a WAL's header and frames (section 4.2). */
final class WalChecksum {
  private final ByteOrder order;
  private int first;
  private int second;

  WalChecksum(ByteOrder order) {
    this.order = order;
  }

  /**
   * Adds bytes.
   *
   * @param offset where to begin, in bytes
   * @param count how many, a multiple of 8
   */
  void add(byte[] bytes, int offset, int count) {
    ByteBuffer words = ByteBuffer.wrap(bytes, offset, count).order(order);
    while (words.remaining() >= Long.BYTES) {
      first += words.getInt() + second;
      second += words.getInt() + first;
    }
  }

  /** Whether the sums equal the two stored ones, 0..2^32-1. */
  boolean matches(long storedFirst, long storedSecond) {
    return first == (int) storedFirst && second == (int) storedSecond;
  }
}
