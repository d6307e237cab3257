package dev.kvsql.file;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a file has that its store does not: its size and the chunks that were written, until they
 * are handed over as one batch. Not safe for several threads: its file guards it.
 */
final class WriteBuffer {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final FileTag file;

  /** Buffered chunks, 4096 bytes each, zero past the end of the file. */
  private final Map<Long, byte[]> chunks = new HashMap<>();

  /** Whether the store has the file at all. */
  private boolean stored;

  private long sizeBytes;

  /** The size that the store has. */
  private long storedBytes;

  /** What the store holds below this offset still counts; truncates since then cut it short. */
  private long cleanBytes;

  WriteBuffer(FileTag file, boolean stored, long sizeBytes) {
    this.file = file;
    this.stored = stored;
    this.sizeBytes = sizeBytes;
    storedBytes = sizeBytes;
    cleanBytes = sizeBytes;
  }

  /** A buffer that holds the same and shares nothing with this one. */
  WriteBuffer copy() {
    WriteBuffer copy = new WriteBuffer(file, stored, sizeBytes);
    copy.storedBytes = storedBytes;
    copy.cleanBytes = cleanBytes;
    chunks.forEach((index, chunk) -> copy.chunks.put(index, chunk.clone()));
    return copy;
  }

  FileTag file() {
    return file;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** How many bytes of the stored chunk still count: 0 to 4096. */
  int cleanBytesOf(long index) {
    return StoreKey.bytesWithin(cleanBytes, index);
  }

  byte @Nullable [] get(long index) {
    return chunks.get(index);
  }

  /** The chunk's buffer, new and zero if there was none. */
  byte[] make(long index) {
    return chunks.computeIfAbsent(index, key -> new byte[CHUNK]);
  }

  void growTo(long newSizeBytes) {
    sizeBytes = newSizeBytes;
  }

  /** Drops what the plan drops; the chunk that it cuts is zeroed if it is buffered. */
  void shrink(TruncatePlan plan) {
    if (plan.cutsChunk()) {
      byte[] last = chunks.get(plan.lastChunk().getAsLong());
      if (last != null) {
        Arrays.fill(last, plan.lastChunkBytes(), CHUNK, (byte) 0);
      }
    }
    chunks.keySet().removeIf(index -> index >= plan.firstDeletedChunk());
    sizeBytes = plan.newSizeBytes();
    cleanBytes = Math.min(cleanBytes, sizeBytes);
  }

  /** Whether there is anything that the store does not have. */
  boolean isPending() {
    return !stored || !chunks.isEmpty() || sizeBytes != storedBytes || isCut();
  }

  /** Whether a truncate cut off something that the store has. */
  boolean isCut() {
    return cleanBytes < storedBytes;
  }

  /** The first chunk of which nothing in the store counts. */
  long firstUnused() {
    return StoreKey.chunkCount(cleanBytes);
  }

  /** The buffered chunks as the store shall have them: no byte past the end of the file. */
  SortedMap<Long, byte[]> values() {
    SortedMap<Long, byte[]> values = new TreeMap<>();
    chunks.forEach((index, chunk) -> {
      int length = StoreKey.bytesWithin(sizeBytes, index);
      values.put(index, length == CHUNK ? chunk : Arrays.copyOf(chunk, length));
    });
    return values;
  }

  /** Adds what brings the store up to date, if anything; {@code values} are those of now. */
  void addTo(WriteBatch.Builder batch, SortedMap<Long, byte[]> values) {
    if (!isPending()) {
      return;
    }
    if (!stored || sizeBytes != storedBytes) {
      batch.put(StoreKey.meta(file), new FileMeta(sizeBytes).encode());
    }
    if (isCut()) {
      batch.deleteRange(StoreKey.chunksFrom(file, firstUnused()));
    } else {
      deleteUnwritten(batch, values);
    }
    values.forEach((index, value) -> batch.put(StoreKey.chunk(file, index), value));
  }

  /** Orphans that the file grew over without writing them would come back as its content. */
  private void deleteUnwritten(WriteBatch.Builder batch, SortedMap<Long, byte[]> values) {
    long next = firstUnused();
    for (long index : values.tailMap(next).keySet()) {
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

  /** Takes note that the store has everything now. */
  void handedOver() {
    stored = true;
    storedBytes = sizeBytes;
    cleanBytes = sizeBytes;
    chunks.clear();
  }

  /** Forgets everything: the file is as the store has it. */
  void discard() {
    chunks.clear();
    sizeBytes = storedBytes;
    cleanBytes = storedBytes;
  }

  /** What is buffered now. */
  BufferState state() {
    return new BufferState(stored, storedBytes, cleanBytes, new TreeMap<>(chunks));
  }
}
