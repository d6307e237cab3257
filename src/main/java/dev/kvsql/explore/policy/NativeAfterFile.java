package dev.kvsql.explore.policy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;

/**
 * A truncate as #4637 left it: the cache follows the store, but meta, chunk and range delete are
 * three operations, between which it can fail.
 */
final class NativeAfterFile extends NativeFile {
  private NativeAfterFile(RivetStore store) {
    super(store);
  }

  private NativeAfterFile(RivetStore store, NativeAfterFile other) {
    super(store, other);
  }

  static NativeAfterFile open(ChunkStore store, FileTag tag) {
    return new NativeAfterFile(new RivetStore(store, tag));
  }

  @Override
  void shrink(long newSizeBytes) {
    setSize(newSizeBytes);
    evictFrom(StoreKey.chunkCount(newSizeBytes));
    int kept = (int) (newSizeBytes % StoreKey.CHUNK_BYTES);
    if (kept > 0) {
      long last = newSizeBytes / StoreKey.CHUNK_BYTES;
      byte[] chunk = load(last);
      if (chunk != null && chunk.length > kept) {
        byte[] shortened = Arrays.copyOf(chunk, kept);
        store().putChunk(last, shortened);
        cache(last, shortened);
      }
    }
    store().deleteChunksFrom(StoreKey.chunkCount(newSizeBytes));
  }

  @Override
  public PolicyFile copy(ChunkStore sameStore) {
    return new NativeAfterFile(new RivetStore(sameStore, store().file()), this);
  }
}
