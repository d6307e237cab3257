package dev.kvsql.explore.policy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.CacheState;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rivet's WASM VFS: no cache. A truncate puts the meta, then the shortened chunk, and then deletes
 * the chunks past the end, 128 keys at a time; the recordings of the released package show that
 * order.
 */
final class WasmFile extends RivetFile {
  private WasmFile(RivetStore store) {
    super(store);
  }

  private WasmFile(RivetStore store, WasmFile other) {
    super(store, other);
  }

  static WasmFile open(ChunkStore store, FileTag tag) {
    return new WasmFile(new RivetStore(store, tag));
  }

  @Override
  byte @Nullable [] load(long index) {
    return store().get(index);
  }

  @Override
  void stored(SortedMap<Long, byte[]> chunks) {}

  @Override
  void shrink(long newSizeBytes) {
    long oldEnd = StoreKey.chunkCount(sizeBytes());
    setSize(newSizeBytes);
    int kept = (int) (newSizeBytes % StoreKey.CHUNK_BYTES);
    if (kept > 0) {
      long last = newSizeBytes / StoreKey.CHUNK_BYTES;
      byte[] chunk = load(last);
      if (chunk != null && chunk.length > kept) {
        store().putChunk(last, Arrays.copyOf(chunk, kept));
      }
    }
    long next = StoreKey.chunkCount(newSizeBytes);
    while (next < oldEnd) {
      long end = Math.min(next + RivetStore.MAX_KEYS, oldEnd);
      store().deleteChunks(next, end);
      next = end;
    }
  }

  @Override
  public void evict() {}

  @Override
  public CacheState cache() {
    return new CacheState(
        store().file(), sizeBytes(), inBatch(), Collections.unmodifiableSortedMap(new TreeMap<>()));
  }

  @Override
  public PolicyFile copy(ChunkStore sameStore) {
    return new WasmFile(new RivetStore(sameStore, store().file()), this);
  }
}
