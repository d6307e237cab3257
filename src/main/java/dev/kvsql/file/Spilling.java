package dev.kvsql.file;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.LocalDisk;
import java.nio.file.Path;

/**
 * What becomes of a transaction that is larger than memory.
 *
 * @param memoryChunks how many chunks of a file are buffered in memory, at least 0; the others are
 *     in a temporary file
 * @param disk where that file is made
 * @param directory the same
 */
record Spilling(int memoryChunks, Disk disk, Path directory) {
  private static final long MOST_BYTES = 32L << 20;
  private static final int PART_OF_HEAP = 8;
  private static final Spilling STANDARD = ofHeap(Runtime.getRuntime().maxMemory());

  /** In memory 32 MiB or an eighth of the heap; the rest in the directory for temporary files. */
  static Spilling standard() {
    return STANDARD;
  }

  private static Spilling ofHeap(long heapBytes) {
    Path directory = Path.of(System.getProperty("java.io.tmpdir", "."));
    long bytes = Math.min(MOST_BYTES, heapBytes / PART_OF_HEAP);
    int chunks = Math.toIntExact(bytes / StoreKey.CHUNK_BYTES);
    return new Spilling(chunks, LocalDisk.forOwnerOnly(directory), directory);
  }
}
