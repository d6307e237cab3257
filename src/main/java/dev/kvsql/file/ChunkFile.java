package dev.kvsql.file;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of chunks. Writes and truncates go to a buffer that every user of the file sees at once,
 * as an operating system's page cache is; {@link #handOver} brings everything buffered to the store
 * as one atomic batch, and only when that has succeeded does the read cache change.
 *
 * <p>What the store holds past the file's end (orphan chunks, the tail of a too long last chunk)
 * never shows, also not when the file grows over it: a range that was not written reads as zeros.
 *
 * <p>Safe for use by several threads.
 */
public final class ChunkFile {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final ChunkStore store;
  private final StoredChunks stored;
  private final WriteBuffer buffer;

  private ChunkFile(ChunkStore store, StoredChunks stored, WriteBuffer buffer) {
    this.store = store;
    this.stored = stored;
    this.buffer = buffer;
  }

  private static ChunkFile of(ChunkStore store, ReadCache cache, WriteBuffer buffer) {
    return new ChunkFile(store, new StoredChunks(store, buffer.file(), cache), buffer);
  }

  /**
   * Opens a file, or says that there is none.
   *
   * @throws StoreException.Damaged when its meta cannot be understood
   */
  public static Optional<ChunkFile> open(ChunkStore store, FileTag file, ReadCache cache) {
    return open(store, file, cache, Spilling.standard());
  }

  static Optional<ChunkFile> open(
      ChunkStore store, FileTag file, ReadCache cache, Spilling spilling) {
    byte[] meta = store.get(StoreKey.meta(file));
    if (meta == null) {
      return Optional.empty();
    }
    return switch (FileMeta.decode(meta)) {
      case FileMeta.WellFormed(FileMeta decoded) ->
          Optional.of(of(store, cache, new WriteBuffer(file, true, decoded.sizeBytes(), spilling)));
      case FileMeta.Malformed(String expected, String found) ->
          throw new StoreException.Damaged(
              file.label() + " meta: expected " + expected + ", found " + found, null);
    };
  }

  /** An empty file, which reaches the store when it is first handed over. */
  public static ChunkFile create(ChunkStore store, FileTag file, ReadCache cache) {
    return create(store, file, cache, Spilling.standard());
  }

  static ChunkFile create(ChunkStore store, FileTag file, ReadCache cache, Spilling spilling) {
    return of(store, cache, new WriteBuffer(file, false, 0, spilling));
  }

  /**
   * A file in the same state, cache and buffer included, that goes its own way from here.
   *
   * @param sameStore a store that holds what this file's store holds
   */
  public synchronized ChunkFile copy(ChunkStore sameStore) {
    return new ChunkFile(sameStore, stored.copy(sameStore), buffer.copy());
  }

  /** Size in bytes, buffered changes included. */
  public synchronized long sizeBytes() {
    return buffer.sizeBytes();
  }

  /**
   * Reads as many bytes as the segment holds; those past the end of the file come as zeros.
   *
   * @return how many bytes lay within the file
   */
  public synchronized long read(long offset, MemorySegment into) {
    long within = Math.clamp(buffer.sizeBytes() - offset, 0, into.byteSize());
    long done = 0;
    while (done < within) {
      long position = offset + done;
      int at = (int) (position % CHUNK);
      int count = (int) Math.min(CHUNK - at, within - done);
      if (!buffer.read(position / CHUNK, at, into, done, count)) {
        readStored(position / CHUNK, at, into, done, count);
      }
      done += count;
    }
    Zeros.fill(into, within, into.byteSize());
    return within;
  }

  private void readStored(long index, int at, MemorySegment into, long offset, int count) {
    byte[] bytes = storedChunk(index);
    int valid = bytes == null ? 0 : Math.clamp((long) validBytes(bytes, index) - at, 0, count);
    // A short chunk may end before the first byte that is asked for.
    if (bytes != null && valid > 0) {
      MemorySegment.copy(bytes, at, into, ValueLayout.JAVA_BYTE, offset, valid);
    }
    Zeros.fill(into, offset + valid, offset + count);
  }

  /** How many bytes of a stored chunk still count. */
  private int validBytes(byte[] stored, long index) {
    return Math.min(stored.length, buffer.cleanBytesOf(index));
  }

  /** The chunk as the store has it, while the store's version counts; shared, not to be changed. */
  private byte @Nullable [] storedChunk(long index) {
    return buffer.cleanBytesOf(index) == 0 ? null : stored.get(index, buffer);
  }

  /**
   * Writes all bytes of a segment, growing the file as needed.
   *
   * @throws StoreException when a chunk that is written in part cannot be read, or the end would
   *     lie past {@link StoreKey#MAX_FILE_BYTES}; then nothing was written. Also when there is no
   *     room for the temporary file of a large transaction: then the file has its new size, and any
   *     part of the bytes may be there
   */
  public synchronized void write(long offset, MemorySegment from) {
    if (from.byteSize() == 0) {
      return;
    }
    long end = offset + from.byteSize();
    requireSize(end);
    load(offset);
    load(end);
    if (end > buffer.sizeBytes()) {
      grow(end);
    }
    long done = 0;
    while (done < from.byteSize()) {
      long position = offset + done;
      int at = (int) (position % CHUNK);
      int count = (int) Math.min(CHUNK - at, from.byteSize() - done);
      buffer.write(position / CHUNK, at, from, done, count);
      done += count;
    }
  }

  private void requireSize(long bytes) {
    if (bytes > StoreKey.MAX_FILE_BYTES) {
      throw new StoreException.TooLarge(
          String.format(
              Locale.ROOT,
              "%s: a file holds at most %,d bytes",
              buffer.file().label(),
              StoreKey.MAX_FILE_BYTES));
    }
  }

  /** Buffers what the store has of the chunk that is cut in two at an offset. */
  private void load(long offset) {
    long index = offset / CHUNK;
    if (offset % CHUNK == 0 || buffer.has(index)) {
      return;
    }
    byte[] old = storedChunk(index);
    if (old != null) {
      buffer.write(index, 0, MemorySegment.ofArray(old), 0, validBytes(old, index));
    }
  }

  /** Sets the size, as {@link TruncatePlan} says; a grown range reads as zeros. */
  public synchronized void truncate(long newSizeBytes) {
    TruncatePlan plan = TruncatePlan.of(buffer.sizeBytes(), newSizeBytes);
    switch (plan.direction()) {
      case NONE -> {}
      case GROW -> grow(newSizeBytes);
      case SHRINK -> shrink(plan);
    }
  }

  private void shrink(TruncatePlan plan) {
    load(plan.newSizeBytes());
    buffer.shrink(plan);
  }

  /** A last chunk that becomes an inner one must reach the store at its full length. */
  private void grow(long newSizeBytes) {
    load(buffer.sizeBytes());
    buffer.growTo(newSizeBytes);
  }

  /** Whether there is anything that the store does not have. */
  public synchronized boolean isPending() {
    return buffer.isPending();
  }

  /**
   * Brings everything buffered to the store as one batch.
   *
   * @throws StoreException when the store refused; then buffer and cache are as they were
   */
  public void handOver(Durability durability) {
    handOver(store, List.of(this), WriteBatch.builder(), durability);
  }

  /**
   * Brings everything buffered for several files of a store to it, in one batch with other
   * operations.
   *
   * @param files always in the same order, as each is locked in turn
   * @throws StoreException when the store refused; then buffers and caches are as they were
   */
  public static void handOver(
      ChunkStore store, List<ChunkFile> files, WriteBatch.Builder batch, Durability durability) {
    if (files.isEmpty()) {
      WriteBatch whole = batch.build();
      if (!whole.isEmpty() || durability == Durability.FORCED) {
        store.apply(whole, durability);
      }
      return;
    }
    ChunkFile first = files.getFirst();
    synchronized (first) {
      Outgoing outgoing = first.buffer.outgoing();
      first.buffer.addTo(batch, outgoing);
      handOver(store, files.subList(1, files.size()), batch, durability);
      first.stored.handedOver(first.buffer, outgoing);
      first.buffer.handedOver();
    }
  }

  /** Forgets everything buffered: the file is as the store has it. */
  public synchronized void discard() {
    buffer.discard();
  }

  /** Forgets everything, and gives all memory and the temporary file back. */
  public synchronized void release() {
    discard();
    dropCache();
  }

  /** Drops the read cache; what is buffered stays. */
  public synchronized void dropCache() {
    stored.forget();
  }

  /** How the file and its cache stand, for {@link Coherence}. */
  public synchronized CacheState state() {
    return new CacheState(buffer.file(), buffer.sizeBytes(), buffer.isPending(), stored.contents());
  }

  /** How full the read cache is. */
  public synchronized CacheUse cacheUse() {
    return stored.cacheUse();
  }

  /** How often the read cache had what it was asked for, since the file was opened. */
  public synchronized CacheHits cacheHits() {
    return stored.cacheHits();
  }

  /** What is buffered. */
  public synchronized BufferState buffered() {
    return buffer.state();
  }
}
