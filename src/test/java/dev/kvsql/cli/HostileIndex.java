package dev.kvsql.cli;

import java.nio.ByteBuffer;
import java.util.Random;

/** The index of a MapDB file, made to lie; what single numbers have for check bits is right. */
final class HostileIndex {
  private static final int FIRST_SLOT = 32_880;
  private static final int HIGHEST_RECID = 32;
  private static final long LINKED = 8;

  private final ByteBuffer bytes;
  private final int slots;

  HostileIndex(byte[] store) {
    bytes = ByteBuffer.wrap(store);
    long there = Math.max(0, (store.length - FIRST_SLOT) / Long.BYTES);
    slots =
        there == 0
            ? 0
            : (int) Math.clamp(bytes.getLong(HIGHEST_RECID) >>> 3, 1, Math.min(there, 1000));
  }

  /** Copies a record's place to another, or exchanges both. */
  void exchange(Random random) {
    if (slots == 0) {
      return;
    }
    int one = slot(random);
    int two = slot(random);
    long kept = bytes.getLong(one);
    bytes.putLong(one, bytes.getLong(two));
    if (random.nextBoolean()) {
      bytes.putLong(two, kept);
    }
  }

  /** Makes a record one of many parts, each followed by itself. */
  void makeEndless(Random random) {
    if (slots == 0) {
      return;
    }
    int slot = slot(random);
    long value = bytes.getLong(slot);
    int offset = (int) (value & 0xffff_ffff_fff0L);
    if (offset >= FIRST_SLOT && offset < bytes.limit() - Long.BYTES) {
      long size = random.nextBoolean() ? value >>> 48 : random.nextLong(9, 65_520);
      long link = (size << 48) + offset + LINKED;
      bytes.putLong(slot, link | (Long.bitCount(link) + 1 & 1));
      bytes.putLong(offset, link | (Long.bitCount(link) + 1) % 8);
    }
  }

  private int slot(Random random) {
    return FIRST_SLOT + Long.BYTES * random.nextInt(slots);
  }
}
