package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.format.ByteSource;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Optional;

/** A file of a database as bytes for the readers of SQLite's formats. */
public final class FileBytes implements ByteSource {
  /** Several pages share a chunk, so the last few chunks are worth keeping. */
  private static final long CACHE_BYTES = 256 << 10;

  private final ChunkStore store;
  private final FileTag tag;
  private final ChunkFile file;

  private FileBytes(ChunkStore store, FileTag tag, ChunkFile file) {
    this.store = store;
    this.tag = tag;
    this.file = file;
  }

  /**
   * The bytes of a file, if there is one.
   *
   * @throws dev.kvsql.chunk.StoreException.Damaged when its meta cannot be understood
   */
  public static Optional<FileBytes> of(ChunkStore store, FileTag tag) {
    return ChunkFile.open(store, tag, new ReadCache(CACHE_BYTES))
        .map(file -> new FileBytes(store, tag, file));
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
  public long nextData(long offset) {
    if (offset >= file.sizeBytes()) {
      return offset;
    }
    long chunk = offset / StoreKey.CHUNK_BYTES;
    Iterator<Entry> stored = store.scan(StoreKey.chunksFrom(tag, chunk));
    if (!stored.hasNext()) {
      return file.sizeBytes();
    }
    return StoreKey.parse(stored.next().key()) instanceof StoreKey.Chunk(FileTag _, long next)
        ? Math.max(offset, next * StoreKey.CHUNK_BYTES)
        : offset;
  }
}
