package dev.kvsql.explore.policy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;

/**
 * A truncate as it was before #4637. The cache is evicted first of all, and keeps one chunk too
 * many when the new size is a multiple of 4096; and the shortened last chunk reaches the store but
 * not the cache.
 */
final class NativeBeforeFile extends NativeFile {
  private NativeBeforeFile(RivetStore store) {
    super(store);
  }

  private NativeBeforeFile(RivetStore store, NativeBeforeFile other) {
    super(store, other);
  }

  static NativeBeforeFile open(ChunkStore store, FileTag tag) {
    return new NativeBeforeFile(new RivetStore(store, tag));
  }

  @Override
  void shrink(long newSizeBytes) {
    evictFrom(newSizeBytes / StoreKey.CHUNK_BYTES + 1);
    setSize(newSizeBytes);
    int kept = (int) (newSizeBytes % StoreKey.CHUNK_BYTES);
    if (kept > 0) {
      long last = newSizeBytes / StoreKey.CHUNK_BYTES;
      byte[] chunk = store().get(last);
      if (chunk != null && chunk.length > kept) {
        store().putChunk(last, Arrays.copyOf(chunk, kept));
      }
    }
    store().deleteChunksFrom(StoreKey.chunkCount(newSizeBytes));
  }

  @Override
  public PolicyFile copy(ChunkStore sameStore) {
    return new NativeBeforeFile(new RivetStore(sameStore, store().file()), this);
  }
}
