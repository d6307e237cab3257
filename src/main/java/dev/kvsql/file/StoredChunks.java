package dev.kvsql.file;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a file as its store has them, cached and read ahead. Not safe for several threads:
 * the file guards it.
 */
final class StoredChunks {
  private final ChunkStore store;
  private final FileTag file;
  private final ReadCache cache;
  private final ReadAhead ahead;

  StoredChunks(ChunkStore store, FileTag file, ReadCache cache) {
    this.store = store;
    this.file = file;
    this.cache = cache;
    ahead = new ReadAhead(cache.mostAhead());
  }

  /** The same chunks in another store, with what is cached. */
  StoredChunks copy(ChunkStore sameStore) {
    return new StoredChunks(sameStore, file, cache.copy());
  }

  /**
   * A chunk, or null if it is not stored; shared, not to be changed.
   *
   * @param buffer tells which chunks behind this one still count
   */
  byte @Nullable [] get(long index, WriteBuffer buffer) {
    byte[] bytes = cache.get(index);
    if (bytes == null) {
      bytes = isAhead(index, buffer) ? ahead.get(index) : store.get(StoreKey.chunk(file, index));
      if (bytes != null) {
        cache.put(index, bytes);
      }
    }
    return bytes;
  }

  /** Whether a chunk was read ahead, now or before. */
  private boolean isAhead(long index, WriteBuffer buffer) {
    int wanted = ahead.note(index);
    if (ahead.has(index)) {
      return true;
    }
    long most = Math.min(wanted, buffer.firstUnused() - index);
    int count = 1;
    while (count < most && !buffer.has(index + count) && !cache.has(index + count)) {
      count++;
    }
    return count > 1 && ahead.read(store, file, index, count);
  }

  /** The store has now what was buffered. */
  void handedOver(WriteBuffer buffer, Outgoing outgoing) {
    if (!buffer.isPending()) {
      return;
    }
    ahead.forget();
    if (buffer.isCut()) {
      cache.evictFrom(buffer.firstUnused());
    }
    buffer.refresh(cache, outgoing);
  }

  /** Drops what is cached and read ahead. */
  void forget() {
    ahead.forget();
    cache.evictFrom(0);
  }

  /** What is cached and read ahead, by chunk index. */
  SortedMap<Long, byte[]> contents() {
    SortedMap<Long, byte[]> chunks = cache.contents();
    ahead.addTo(chunks);
    return Collections.unmodifiableSortedMap(chunks);
  }

  /** How full the cache is. */
  CacheUse cacheUse() {
    return cache.use();
  }

  CacheHits cacheHits() {
    return cache.hits();
  }
}
