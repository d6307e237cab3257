package dev.kvsql.file;

import dev.kvsql.chunk.StoreKey;
import java.lang.foreign.MemorySegment;

/** What a file has where nothing was written. */
final class Zeros {
  /** A chunk of zeros. */
  static final MemorySegment CHUNK =
      MemorySegment.ofArray(new byte[StoreKey.CHUNK_BYTES]).asReadOnly();

  private Zeros() {}

  /** Zeroes the bytes from {@code from}, inclusive, to {@code to}, exclusive. */
  static void fill(MemorySegment into, long from, long to) {
    for (long at = from; at < to; at += StoreKey.CHUNK_BYTES) {
      MemorySegment.copy(CHUNK, 0, into, at, Math.min(to - at, StoreKey.CHUNK_BYTES));
    }
  }
}
