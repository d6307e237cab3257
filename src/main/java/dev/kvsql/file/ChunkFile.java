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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private final FileTag file;
  private final ReadCache cache;

  /** Buffered chunks, 4096 bytes each, zero past the end of the file. */
  private final Map<Long, byte[]> dirty = new HashMap<>();

  private boolean stored;
  private long sizeBytes;

  /** The size that the store has. */
  private long storedBytes;

  /** What the store holds below this offset still counts; truncates since then cut it short. */
  private long cleanBytes;

  private ChunkFile(ChunkStore store, FileTag file, ReadCache cache, boolean stored, long size) {
    this.store = store;
    this.file = file;
    this.cache = cache;
    this.stored = stored;
    sizeBytes = size;
    storedBytes = size;
    cleanBytes = size;
  }

  /**
   * Opens a file, or says that there is none.
   *
   * @throws StoreException.Damaged when its meta cannot be understood
   */
  public static Optional<ChunkFile> open(ChunkStore store, FileTag file, ReadCache cache) {
    byte[] meta = store.get(StoreKey.meta(file));
    if (meta == null) {
      return Optional.empty();
    }
    return switch (FileMeta.decode(meta)) {
      case FileMeta.WellFormed(FileMeta decoded) ->
          Optional.of(new ChunkFile(store, file, cache, true, decoded.sizeBytes()));
      case FileMeta.Malformed(String expected, String found) ->
          throw new StoreException.Damaged(
              file.label() + " meta: expected " + expected + ", found " + found, null);
    };
  }

  /** An empty file, which reaches the store when it is first handed over. */
  public static ChunkFile create(ChunkStore store, FileTag file, ReadCache cache) {
    return new ChunkFile(store, file, cache, false, 0);
  }

  /** Size in bytes, buffered changes included. */
  public synchronized long sizeBytes() {
    return sizeBytes;
  }

  /**
   * Reads as many bytes as the segment holds; those past the end of the file come as zeros.
   *
   * @return how many bytes lay within the file
   */
  public synchronized long read(long offset, MemorySegment into) {
    long within = Math.clamp(sizeBytes - offset, 0, into.byteSize());
    long done = 0;
    while (done < within) {
      long position = offset + done;
      int at = (int) (position % CHUNK);
      long count = Math.min(CHUNK - at, within - done);
      readChunk(position / CHUNK, at, into.asSlice(done, count));
      done += count;
    }
    into.asSlice(within).fill((byte) 0);
    return within;
  }

  private void readChunk(long index, int at, MemorySegment into) {
    byte[] bytes = dirty.get(index);
    long valid = CHUNK;
    if (bytes == null) {
      bytes = stored(index);
      valid = bytes == null ? 0 : Math.min(bytes.length, StoreKey.bytesWithin(cleanBytes, index));
    }
    long count = Math.clamp(valid - at, 0, into.byteSize());
    if (bytes != null && count > 0) {
      MemorySegment.copy(bytes, at, into, ValueLayout.JAVA_BYTE, 0, (int) count);
    }
    into.asSlice(count).fill((byte) 0);
  }

  /** The chunk as the store has it, while the store's version counts; shared, not to be changed. */
  private byte @Nullable [] stored(long index) {
    if (StoreKey.bytesWithin(cleanBytes, index) == 0) {
      return null;
    }
    byte[] bytes = cache.get(index);
    if (bytes == null) {
      bytes = store.get(StoreKey.chunk(file, index));
      if (bytes != null) {
        cache.put(index, bytes);
      }
    }
    return bytes;
  }

  /**
   * Writes all bytes of a segment, growing the file as needed.
   *
   * @throws StoreException.Failed when the end would lie past {@link StoreKey#MAX_FILE_BYTES}
   */
  public synchronized void write(long offset, MemorySegment from) {
    long end = offset + from.byteSize();
    if (end > sizeBytes) {
      grow(end);
    }
    long done = 0;
    while (done < from.byteSize()) {
      long position = offset + done;
      int at = (int) (position % CHUNK);
      int count = (int) Math.min(CHUNK - at, from.byteSize() - done);
      byte[] chunk = count == CHUNK ? blank(position / CHUNK) : buffered(position / CHUNK);
      MemorySegment.copy(from, ValueLayout.JAVA_BYTE, done, chunk, at, count);
      done += count;
    }
  }

  /** Sets the size, as {@link TruncatePlan} says; a grown range reads as zeros. */
  public synchronized void truncate(long newSizeBytes) {
    TruncatePlan plan = TruncatePlan.of(sizeBytes, newSizeBytes);
    switch (plan.direction()) {
      case NONE -> {}
      case GROW -> grow(newSizeBytes);
      case SHRINK -> shrink(plan);
    }
  }

  private void shrink(TruncatePlan plan) {
    if (plan.cutsChunk()) {
      long last = plan.lastChunk().getAsLong();
      if (dirty.containsKey(last) || stored(last) != null) {
        Arrays.fill(buffered(last), plan.lastChunkBytes(), CHUNK, (byte) 0);
      }
    }
    dirty.keySet().removeIf(index -> index >= plan.firstDeletedChunk());
    sizeBytes = plan.newSizeBytes();
    cleanBytes = Math.min(cleanBytes, sizeBytes);
  }

  /** A last chunk that becomes an inner one must reach the store at its full length. */
  private void grow(long newSizeBytes) {
    if (newSizeBytes > StoreKey.MAX_FILE_BYTES) {
      throw new StoreException.Failed(
          file.label() + ": a file holds at most " + StoreKey.MAX_FILE_BYTES + " bytes", null);
    }
    long last = sizeBytes / CHUNK;
    if (sizeBytes % CHUNK != 0 && !dirty.containsKey(last) && stored(last) != null) {
      buffered(last);
    }
    sizeBytes = newSizeBytes;
  }

  /** The chunk's buffer, filled with what it holds now. */
  private byte[] buffered(long index) {
    byte[] chunk = dirty.get(index);
    if (chunk == null) {
      byte[] old = stored(index);
      chunk = blank(index);
      if (old != null) {
        int valid = Math.min(old.length, StoreKey.bytesWithin(cleanBytes, index));
        System.arraycopy(old, 0, chunk, 0, valid);
      }
    }
    return chunk;
  }

  /** The chunk's buffer, for somebody who writes all of it. */
  private byte[] blank(long index) {
    return dirty.computeIfAbsent(index, key -> new byte[CHUNK]);
  }

  /** Whether there is anything that the store does not have. */
  public synchronized boolean isPending() {
    return !stored || !dirty.isEmpty() || sizeBytes != storedBytes || cleanBytes != storedBytes;
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
      SortedMap<Long, byte[]> values = first.trimmed();
      if (first.isPending()) {
        first.addTo(batch, values);
      }
      handOver(store, files.subList(1, files.size()), batch, durability);
      first.handedOver(values);
    }
  }

  private void handedOver(SortedMap<Long, byte[]> values) {
    if (cleanBytes < storedBytes) {
      cache.evictFrom(StoreKey.chunkCount(cleanBytes));
    }
    stored = true;
    storedBytes = sizeBytes;
    cleanBytes = sizeBytes;
    values.forEach(cache::put);
    dirty.clear();
  }

  private void addTo(WriteBatch.Builder batch, SortedMap<Long, byte[]> values) {
    if (!stored || sizeBytes != storedBytes) {
      batch.put(StoreKey.meta(file), new FileMeta(sizeBytes).encode());
    }
    long firstUnused = StoreKey.chunkCount(cleanBytes);
    if (cleanBytes < storedBytes) {
      batch.deleteRange(StoreKey.chunksFrom(file, firstUnused));
    } else {
      deleteUnwritten(batch, firstUnused, values);
    }
    values.forEach((index, value) -> batch.put(StoreKey.chunk(file, index), value));
  }

  /** Orphans that the file grew over without writing them would come back as its content. */
  private void deleteUnwritten(
      WriteBatch.Builder batch, long firstUnused, SortedMap<Long, byte[]> values) {
    long next = firstUnused;
    for (long index : values.tailMap(firstUnused).keySet()) {
      if (index > next) {
        batch.deleteRange(StoreKey.chunks(file, next, index));
      }
      next = index + 1;
    }
    long end = StoreKey.chunkCount(sizeBytes);
    if (end > next) {
      batch.deleteRange(StoreKey.chunks(file, next, end));
    }
  }

  /** The buffered chunks as the store shall have them: no byte past the end of the file. */
  private SortedMap<Long, byte[]> trimmed() {
    SortedMap<Long, byte[]> values = new TreeMap<>();
    dirty.forEach((index, chunk) -> {
      int length = StoreKey.bytesWithin(sizeBytes, index);
      values.put(index, length == CHUNK ? chunk : Arrays.copyOf(chunk, length));
    });
    return values;
  }

  /** Forgets everything buffered: the file is as the store has it. */
  public synchronized void discard() {
    dirty.clear();
    sizeBytes = storedBytes;
    cleanBytes = storedBytes;
  }

  /** Drops the read cache; what is buffered stays. */
  public synchronized void dropCache() {
    cache.evictFrom(0);
  }

  /** How the file, its cache and its buffer stand, for {@link Coherence}. */
  public synchronized CacheState state() {
    return new CacheState(file, sizeBytes, isPending(), cache.contents());
  }
}
