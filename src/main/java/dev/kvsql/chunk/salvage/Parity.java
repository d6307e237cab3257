package dev.kvsql.chunk.salvage;

/** The check bits in a store's numbers. */
final class Parity {
  /** The golden ratio as a 64-bit fraction, which the store's hash multiplies by. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Parity() {}

  /** One bit: the number of set bits, the parity bit among them, is odd. */
  static boolean isOdd(long value) {
    return (Long.bitCount(value) & 1) == 1;
  }

  /** Three bits, the lowest: one more than the number of set bits above them, modulo 8. */
  static boolean isThreeBit(long value) {
    return (Long.bitCount(value & ~7L) + 1 & 7) == (value & 7);
  }

  /** Sixteen bits, the lowest: a hash of the bits above them. */
  static boolean isSixteenBit(long value) {
    long product = ((value & ~0xffffL) + 1) * GOLDEN;
    long hash = product ^ product >>> 16 ^ product >>> 32 ^ product >>> 48;
    return (hash & 0xffff) == (value & 0xffff);
  }
}
