package dev.kvsql.chunk.salvage;

/**
 * Reads a record from its beginning. The first thing that does not fit makes it fail for good:
 * everything that is read afterwards is 0.
 */
final class Cursor {
  private static final int MORE_BITS = 7;
  private static final int LAST = 0x80;

  private final byte[] bytes;
  private final int end;
  private int at;
  private boolean failed;

  Cursor(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  Cursor(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /** A packed number: 7 bits a byte, high bits first, the last byte marked by its highest bit. */
  long packed() {
    if (at < end && bytes[at] == 0) {
      fail();
    }
    long value = 0;
    while (!failed) {
      if (at == end || value > Long.MAX_VALUE >> MORE_BITS) {
        fail();
        break;
      }
      byte next = bytes[at++];
      value = value << MORE_BITS | (next & ~LAST & 0xff);
      if (next < 0) {
        return value;
      }
    }
    return 0;
  }

  /** A packed number of things that take at least a byte each, so that all of them may follow. */
  int count() {
    long value = packed();
    if (value > remaining()) {
      fail();
      return 0;
    }
    return (int) value;
  }

  /** A packed recid: doubled, its parity in the lowest bit. */
  long recid() {
    long value = packed();
    if (!Parity.isOdd(value)) {
      fail();
    }
    return failed ? 0 : value >>> 1;
  }

  /** Passes over bytes. */
  void skip(int count) {
    if (count > remaining()) {
      fail();
    } else {
      at += count;
    }
  }

  /** Index of the next byte. */
  int at() {
    return at;
  }

  int remaining() {
    return failed ? 0 : end - at;
  }

  boolean failed() {
    return failed;
  }

  /** Whether everything was read, and nothing failed. */
  boolean isDone() {
    return !failed && at == end;
  }

  private void fail() {
    failed = true;
  }
}
