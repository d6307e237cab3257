package dev.kvsql.chunk;

import java.util.Random;

/**
 * Batches at random, the same ones for the same seed: keys of few different bytes, so that they
 * meet and are prefixes of each other, and values of any length, with the interesting ones more
 * often.
 */
public final class RandomBatches {
  private static final byte[] KEY_BYTES = {0, 1, 8, 0x7f, (byte) 0x80, (byte) 0xff};
  private static final int[] LENGTHS = {0, 1, 10, 4095, 4096, 4097};

  private static final int LARGE_VALUES = 20;
  private static final int LARGE_BYTES = 80_000;

  private final Random random;

  public RandomBatches(long seed) {
    random = new Random(seed);
  }

  /** One to twelve operations. */
  public WriteBatch next() {
    WriteBatch.Builder batch = WriteBatch.builder();
    int operations = 1 + random.nextInt(12);
    for (int i = 0; i < operations; i++) {
      switch (random.nextInt(8)) {
        case 0 -> batch.deleteRange(range());
        case 1, 2 -> batch.delete(key());
        default -> batch.put(key(), value());
      }
    }
    return batch.build();
  }

  /** More than 1 MiB in few values: what a store has room for only when it grows, as a rule. */
  public WriteBatch nextLarge() {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (int i = 0; i < LARGE_VALUES; i++) {
      byte[] value = new byte[LARGE_BYTES / 2 + random.nextInt(LARGE_BYTES)];
      random.nextBytes(value);
      batch.put(key(), value);
    }
    return batch.build();
  }

  /** A key of 1 to 8 bytes, now and then that of a chunk. */
  public byte[] key() {
    if (random.nextInt(4) == 0) {
      return StoreKey.chunk(
          random.nextBoolean() ? FileTag.MAIN : FileTag.JOURNAL, random.nextInt(4));
    }
    byte[] key = new byte[1 + random.nextInt(random.nextBoolean() ? 3 : 8)];
    for (int i = 0; i < key.length; i++) {
      key[i] = KEY_BYTES[random.nextInt(KEY_BYTES.length)];
    }
    return key;
  }

  /** A range, which may be empty, or without an end. */
  public KeyRange range() {
    return new KeyRange(key(), random.nextInt(8) == 0 ? null : key());
  }

  private byte[] value() {
    int length =
        random.nextBoolean() ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(6000);
    byte[] value = new byte[length];
    random.nextBytes(value);
    return value;
  }
}
