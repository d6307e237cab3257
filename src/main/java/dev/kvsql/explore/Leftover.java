package dev.kvsql.explore;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.Iterator;

/**
 * What a store holds past the end of a file. It is not part of the file, but for some programs it
 * comes back as such when the file grows.
 *
 * @param sizeBytes the file's size as the store has it; -1 when there is none that can be read
 * @param orphans chunks that lie wholly past the end
 * @param tailBytes how many bytes of the last chunk lie past the end: 0 to 4095, or more when the
 *     chunk is too long by itself
 */
public record Leftover(long sizeBytes, Orphans orphans, int tailBytes) {
  /** More orphans than these are not counted: each has to be read. */
  static final int MOST_COUNTED = 10_000;

  /**
   * Chunks past the end.
   *
   * @param first index of the first, and {@code last} of the last that was counted; both -1 when
   *     there is none
   * @param count how many, at most {@link #MOST_COUNTED}
   * @param bytes how many bytes those hold
   * @param more whether there are others, which were not counted
   */
  public record Orphans(long first, long last, long count, long bytes, boolean more) {}

  /** Whether the store holds nothing past the end. */
  public boolean isEmpty() {
    return orphans.count() == 0 && tailBytes == 0;
  }

  /** Whether the other has the same past another end. */
  public boolean isSame(Leftover other) {
    return orphans.equals(other.orphans) && tailBytes == other.tailBytes;
  }

  static Leftover of(ChunkStore store, FileTag file) {
    long sizeBytes = FileMeta.sizeIn(store, file).orElse(-1);
    long end = StoreKey.chunkCount(Math.max(0, sizeBytes));
    return new Leftover(sizeBytes, orphans(store, file, end), tail(store, file, sizeBytes, end));
  }

  private static Orphans orphans(ChunkStore store, FileTag file, long end) {
    Iterator<Entry> entries = store.scan(StoreKey.chunksFrom(file, end));
    long first = -1;
    long last = -1;
    long count = 0;
    long bytes = 0;
    while (count < MOST_COUNTED && entries.hasNext()) {
      Entry entry = entries.next();
      if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(_, long index)) {
        first = first < 0 ? index : first;
        last = index;
        count++;
        bytes += entry.value().length;
      }
    }
    return new Orphans(first, last, count, bytes, entries.hasNext());
  }

  private static int tail(ChunkStore store, FileTag file, long sizeBytes, long end) {
    byte[] chunk = end == 0 ? null : store.get(StoreKey.chunk(file, end - 1));
    return chunk == null ? 0 : Math.max(0, chunk.length - StoreKey.bytesWithin(sizeBytes, end - 1));
  }
}
