package dev.kvsql.explore;

import java.util.Arrays;

/**
 * 128 bits that stand for a state. Bytes are told by their runs, and named in the order in which
 * they come: two states that differ only in which bytes were written are the same, as no program
 * looks at them. Zero is itself, being what was never written reads as.
 */
final class Fingerprint {
  private final byte[] names = new byte[256];
  private int named;
  private long high = 0x2545F4914F6CDD1DL;
  private long low = 0x9E3779B97F4A7C15L;

  long high() {
    return mixed(high + Long.rotateLeft(low, 32));
  }

  long low() {
    return mixed(low ^ Long.rotateLeft(high, 17));
  }

  void add(long value) {
    high = (high ^ value) * 0xFF51AFD7ED558CCDL;
    high ^= high >>> 32;
    low = (Long.rotateLeft(low, 25) + value) * 0xC4CEB9FE1A85EC53L;
    low ^= low >>> 29;
  }

  void add(boolean value) {
    add(value ? 1 : 2);
  }

  /** Adds at most 16 bytes that mean something: they are not renamed. */
  void addExactly(byte[] bytes) {
    long first = bytes.length;
    long second = 0;
    for (byte one : bytes) {
      second = (second << 8) | (first >>> 56);
      first = (first << 8) | (one & 0xFF);
    }
    add(first);
    add(second);
  }

  void add(byte[] bytes) {
    int length = bytes.length;
    add(length);
    for (int from = 0; from < length; ) {
      int same = Arrays.mismatch(bytes, from, length - 1, bytes, from + 1, length);
      int end = same < 0 ? length : from + same + 1;
      add(((long) end << 8) | name(bytes[from]));
      from = end;
    }
  }

  private int name(byte value) {
    if (value == 0) {
      return 0;
    }
    int index = value & 0xFF;
    if (names[index] == 0) {
      named++;
      names[index] = (byte) named;
    }
    return names[index] & 0xFF;
  }

  private static long mixed(long value) {
    long x = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    x = (x ^ (x >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return x ^ (x >>> 33);
  }
}
