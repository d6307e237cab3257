package dev.kvsql.explore.policy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.BufferState;
import dev.kvsql.file.CacheState;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.lang.foreign.MemorySegment;

/**
 * This program's own file and read cache, called as the VFS calls them: a sync hands over durably;
 * what is left when a lock is given back or the file closed is handed over lazily; and a
 * transaction that failed is forgotten.
 */
final class KvsqlFile implements PolicyFile {
  private static final long CACHE_BYTES = 8 << 20;

  private final ChunkFile file;

  private KvsqlFile(ChunkFile file) {
    this.file = file;
  }

  static KvsqlFile open(ChunkStore store, FileTag tag) {
    ReadCache cache = new ReadCache(CACHE_BYTES);
    return new KvsqlFile(
        ChunkFile.open(store, tag, cache).orElseGet(() -> ChunkFile.create(store, tag, cache)));
  }

  @Override
  public long sizeBytes() {
    return file.sizeBytes();
  }

  @Override
  public void read(long offset, byte[] into) {
    file.read(offset, MemorySegment.ofArray(into));
  }

  @Override
  public void write(long offset, byte[] bytes) {
    file.write(offset, MemorySegment.ofArray(bytes));
  }

  @Override
  public void truncate(long newSizeBytes) {
    file.truncate(newSizeBytes);
  }

  @Override
  public void sync() {
    file.handOver(Durability.FORCED);
  }

  @Override
  public void begin() {
    file.handOver(Durability.LAZY);
  }

  @Override
  public void commit() {
    file.handOver(Durability.FORCED);
  }

  @Override
  public void rollBack() {
    file.discard();
  }

  @Override
  public void evict() {
    file.dropCache();
  }

  @Override
  public void close() {
    file.handOver(Durability.LAZY);
  }

  @Override
  public CacheState cache() {
    return file.state();
  }

  @Override
  public BufferState buffer() {
    return file.buffered();
  }

  @Override
  public PolicyFile copy(ChunkStore sameStore) {
    return new KvsqlFile(file.copy(sameStore));
  }
}
