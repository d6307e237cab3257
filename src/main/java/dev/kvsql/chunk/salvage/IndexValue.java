package dev.kvsql.chunk.salvage;

/**
 * What the index says of a record: its size in bytes in the top 16 bits, its offset in the next 44
 * (a multiple of 16), and flags. Records of 1 to 5 bytes have no offset but lie in the index value
 * itself, above its lowest byte.
 */
record IndexValue(long bits) {
  /** The largest record of one part, in bytes. */
  static final int MAX_PART_BYTES = 65_520;

  /** The largest record that lies in the index value, in bytes. */
  static final int MAX_INLINE_BYTES = 5;

  private static final int DELETED = 65_534;
  private static final long OFFSET = 0xFFFF_FFFF_FFF0L;
  private static final int LINKED = 8;
  private static final int UNUSED = 4;

  int sizeBytes() {
    return (int) (bits >>> 48);
  }

  long offset() {
    return bits & OFFSET;
  }

  /** Whether there is more of the record: its first part begins with the link to the next. */
  boolean isLinked() {
    return (bits & LINKED) != 0;
  }

  boolean isInline() {
    return sizeBytes() <= MAX_INLINE_BYTES;
  }

  /** The record that lies in the index value. */
  byte[] inlineBytes() {
    byte[] record = new byte[sizeBytes()];
    for (int i = 0; i < record.length; i++) {
      record[i] = (byte) (bits >>> (Byte.SIZE * (record.length - i)));
    }
    return record;
  }

  /** Whether it says that there is no record: deleted, null, or set aside. */
  boolean isAbsent() {
    return sizeBytes() >= DELETED || (bits & UNUSED) != 0;
  }

  /** Whether its parity holds and nothing in it contradicts the rest. */
  boolean isSound() {
    if (!Parity.isOdd(bits)) {
      return false;
    }
    if (isAbsent()) {
      return offset() == 0 && !isLinked();
    }
    if (isInline()) {
      int usedBits = Byte.SIZE + Byte.SIZE * sizeBytes();
      return (bits << Short.SIZE >>> Short.SIZE >>> usedBits) == 0 && (bits & 0xf8) == 0;
    }
    return sizeBytes() <= MAX_PART_BYTES && (!isLinked() || sizeBytes() >= Long.BYTES);
  }
}
