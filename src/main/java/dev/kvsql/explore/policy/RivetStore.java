package dev.kvsql.explore.policy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations that Rivet's store offers, for one file: get, put and delete of at most 128 keys,
 * and a range delete. Each is atomic and durable by itself, and nothing is across two of them.
 */
record RivetStore(ChunkStore store, FileTag file) {
  /** Most keys in one put or delete. */
  static final int MAX_KEYS = 128;

  /** The size that the store has, or nothing when there is no such file. */
  OptionalLong size() {
    return ChunkFile.open(store, file, new ReadCache(0)).stream()
        .mapToLong(ChunkFile::sizeBytes)
        .findFirst();
  }

  byte @Nullable [] get(long index) {
    return store.get(StoreKey.chunk(file, index));
  }

  void putMeta(long sizeBytes) {
    put(new TreeMap<>(), OptionalLong.of(sizeBytes));
  }

  void putChunk(long index, byte[] value) {
    SortedMap<Long, byte[]> one = new TreeMap<>();
    one.put(index, value);
    put(one, OptionalLong.empty());
  }

  /**
   * Puts chunks, and the size with them when there is one, in one operation.
   *
   * @throws StoreException.Failed when those are more keys than a put may have
   */
  void put(SortedMap<Long, byte[]> chunks, OptionalLong sizeBytes) {
    int keys = chunks.size() + (sizeBytes.isPresent() ? 1 : 0);
    if (keys > MAX_KEYS) {
      throw new StoreException.Failed(
          "a put of " + keys + " keys; the store takes at most " + MAX_KEYS, null);
    }
    WriteBatch.Builder batch = WriteBatch.builder();
    chunks.forEach((index, value) -> batch.put(StoreKey.chunk(file, index), value));
    sizeBytes.ifPresent(size -> batch.put(StoreKey.meta(file), new FileMeta(size).encode()));
    store.apply(batch.build(), Durability.FORCED);
  }

  /** Deletes the keys of at most 128 chunks; they are neighbours, so a range stands for them. */
  void deleteChunks(long firstIndex, long endIndex) {
    store.apply(
        WriteBatch.builder().deleteRange(StoreKey.chunks(file, firstIndex, endIndex)).build(),
        Durability.FORCED);
  }

  /** Deletes every chunk from an index on. */
  void deleteChunksFrom(long firstIndex) {
    store.apply(
        WriteBatch.builder().deleteRange(StoreKey.chunksFrom(file, firstIndex)).build(),
        Durability.FORCED);
  }
}
