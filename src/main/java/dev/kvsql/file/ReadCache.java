package dev.kvsql.file;

import dev.kvsql.chunk.StoreKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stored chunks of one file, exactly as the store has them, the least recently read of which go
 * first. The arrays are shared and must not be changed. Not safe for several threads: its file
 * guards it.
 */
public final class ReadCache {
  private final int capacityChunks;
  private final LinkedHashMap<Long, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A cache for at most this many bytes of chunks; 0 caches nothing.
   *
   * @param capacityBytes at least 0; rounded down to whole chunks
   */
  public ReadCache(long capacityBytes) {
    capacityChunks = Math.toIntExact(Math.min(capacityBytes / StoreKey.CHUNK_BYTES, 1 << 30));
  }

  /** A cache of the same chunks that goes its own way; the arrays are shared. */
  ReadCache copy() {
    ReadCache copy = new ReadCache((long) capacityChunks * StoreKey.CHUNK_BYTES);
    copy.chunks.putAll(chunks);
    return copy;
  }

  byte @Nullable [] get(long index) {
    return capacityChunks == 0 ? null : chunks.get(index);
  }

  void put(long index, byte[] stored) {
    if (capacityChunks == 0) {
      return;
    }
    chunks.put(index, stored);
    if (chunks.size() > capacityChunks) {
      chunks.pollFirstEntry();
    }
  }

  /** Forgets a chunk. */
  void remove(long index) {
    chunks.remove(index);
  }

  /** Forgets every chunk from this index on. */
  void evictFrom(long firstIndex) {
    chunks.keySet().removeIf(index -> index >= firstIndex);
  }

  /** What is cached, by chunk index. */
  SortedMap<Long, byte[]> contents() {
    SortedMap<Long, byte[]> copy = new TreeMap<>();
    for (Map.Entry<Long, byte[]> entry : chunks.entrySet()) {
      copy.put(entry.getKey(), entry.getValue());
    }
    return Collections.unmodifiableSortedMap(copy);
  }
}
