package dev.kvsql.explore.policy;

import dev.kvsql.file.CacheState;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rivet's native VFS: has a cache of the chunks that were read and written. */
abstract sealed class NativeFile extends RivetFile permits NativeBeforeFile, NativeAfterFile {
  private final SortedMap<Long, byte[]> cache;

  NativeFile(RivetStore store) {
    super(store);
    cache = new TreeMap<>();
  }

  NativeFile(RivetStore store, NativeFile other) {
    super(store, other);
    cache = new TreeMap<>(other.cache);
  }

  @Override
  byte @Nullable [] load(long index) {
    byte[] chunk = cache.get(index);
    if (chunk == null) {
      chunk = store().get(index);
      if (chunk != null) {
        cache.put(index, chunk);
      }
    }
    return chunk;
  }

  @Override
  void stored(SortedMap<Long, byte[]> chunks) {
    cache.putAll(chunks);
  }

  void cache(long index, byte[] chunk) {
    cache.put(index, chunk);
  }

  /** Keeps the chunks before this one. */
  void evictFrom(long firstIndex) {
    cache.tailMap(firstIndex).clear();
  }

  @Override
  public void evict() {
    cache.clear();
  }

  @Override
  public CacheState cache() {
    return new CacheState(
        store().file(), sizeBytes(), inBatch(), Collections.unmodifiableSortedMap(cache));
  }
}
