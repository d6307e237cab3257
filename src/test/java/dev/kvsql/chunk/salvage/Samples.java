package dev.kvsql.chunk.salvage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Entries to be put into files. */
final class Samples {
  private Samples() {}

  static Map<byte[], byte[]> none() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  /** Entries with kvsql's chunk keys from 0, and values that tell them apart. */
  static Map<byte[], byte[]> chunks(int count, IntUnaryOperator sizeBytes) {
    Map<byte[], byte[]> entries = none();
    for (int i = 0; i < count; i++) {
      entries.put(chunkKey(i), value(i, sizeBytes.applyAsInt(i)));
    }
    return entries;
  }

  static byte[] chunkKey(int index) {
    return ByteBuffer.allocate(8).put(new byte[] {8, 1, 1, 0}).putInt(index).array();
  }

  static byte[] value(int seed, int sizeBytes) {
    byte[] value = new byte[sizeBytes];
    new Random(seed).nextBytes(value);
    return value;
  }
}
