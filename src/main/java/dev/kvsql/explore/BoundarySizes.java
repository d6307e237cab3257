package dev.kvsql.explore;

import dev.kvsql.chunk.StoreKey;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** The sizes at which a truncate of a file is most likely to go wrong. */
final class BoundarySizes {
  private static final int MULTIPLES = 3;
  private static final int RANDOM = 4;
  private static final long CHUNK = StoreKey.CHUNK_BYTES;

  private BoundarySizes() {}

  /**
   * Sizes in bytes, in ascending order: those around nothing and one chunk, around the last
   * multiples of a chunk that the file holds, around its own size, and a few random ones below it.
   */
  static List<Long> of(long sizeBytes, long seed) {
    TreeSet<Long> sizes = new TreeSet<>(List.of(0L, 1L, CHUNK - 1, CHUNK, CHUNK + 1));
    long lastMultiple = sizeBytes / CHUNK * CHUNK;
    LongStream.range(0, MULTIPLES)
        .map(back -> lastMultiple - back * CHUNK)
        .forEach(multiple -> sizes.addAll(around(multiple)));
    sizes.addAll(around(sizeBytes));
    new Random(seed).longs(RANDOM, 0, sizeBytes + 1).forEach(sizes::add);
    sizes.removeIf(size -> size < 0 || size > StoreKey.MAX_FILE_BYTES);
    return List.copyOf(sizes);
  }

  private static List<Long> around(long size) {
    return List.of(size - 1, size, size + 1);
  }
}
