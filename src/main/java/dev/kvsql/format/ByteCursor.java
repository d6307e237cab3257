package dev.kvsql.format;

/**
 * Reads SQLite's integers one after another and never leaves its range: a read past the limit
 * yields zeros and is remembered, so that a caller asks once, at the end, whether all was there.
 */
final class ByteCursor {
  private final byte[] bytes;
  private final int limit;
  private int position;
  private boolean overrun;

  /**
   * @param start offset of the first byte, inclusive
   * @param limit offset of the end, exclusive
   */
  ByteCursor(byte[] bytes, int start, int limit) {
    this.bytes = bytes;
    this.limit = Math.min(limit, bytes.length);
    this.position = Math.max(start, 0);
  }

  /** Returns a cursor over all of {@code bytes}, at {@code start}. */
  static ByteCursor at(byte[] bytes, int start) {
    return new ByteCursor(bytes, start, bytes.length);
  }

  /** Offset of the next byte. */
  int position() {
    return position;
  }

  /** Whether any read or skip went past the limit. */
  boolean overrun() {
    return overrun;
  }

  void skip(int count) {
    if (count < 0 || count > limit - position) {
      overrun = true;
      position = limit;
    } else {
      position += count;
    }
  }

  /** One byte, 0..255. */
  int u8() {
    if (position >= limit) {
      overrun = true;
      return 0;
    }
    return bytes[position++] & 0xff;
  }

  /** Two bytes, big-endian, 0..65535. */
  int u16() {
    return u8() << 8 | u8();
  }

  /** Four bytes, big-endian, 0..2^32-1. */
  long u32() {
    return (long) u16() << 16 | u16();
  }

  /** A two's-complement, big-endian integer of {@code count} bytes, 1..8. */
  long signed(int count) {
    long value = (byte) u8();
    for (int i = 1; i < count; i++) {
      value = value << 8 | u8();
    }
    return value;
  }

  /** A variable-length integer of one to nine bytes (section 1.6, "varint"). */
  long varint() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      int next = u8();
      value = value << 7 | (next & 0x7f);
      if (next < 0x80) {
        return value;
      }
    }
    return value << 8 | u8();
  }
}
