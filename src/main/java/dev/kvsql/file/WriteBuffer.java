package dev.kvsql.file;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file has that its store does not: its size and the chunks that were written, until they
 * are handed over as one batch. What does not fit into memory is in a temporary file. Not safe for
 * several threads: its file guards it.
 */
final class WriteBuffer {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final FileTag file;

  /** Where the buffered chunks are. */
  private final ChunkTable chunks;

  /** Buffered chunks, 4096 bytes each, zero past the end of the file. */
  private final BufferSlots slots;

  /** Whether the store has the file at all. */
  private boolean stored;

  private long sizeBytes;

  /** The size that the store has. */
  private long storedBytes;

  /** What the store holds below this offset still counts; truncates since then cut it short. */
  private long cleanBytes;

  WriteBuffer(FileTag file, boolean stored, long sizeBytes, Spilling spilling) {
    this.file = file;
    this.stored = stored;
    this.sizeBytes = sizeBytes;
    storedBytes = sizeBytes;
    cleanBytes = sizeBytes;
    chunks = new ChunkTable();
    slots = new BufferSlots(spilling);
  }

  private WriteBuffer(WriteBuffer other) {
    file = other.file;
    stored = other.stored;
    sizeBytes = other.sizeBytes;
    storedBytes = other.storedBytes;
    cleanBytes = other.cleanBytes;
    chunks = other.chunks.copy();
    slots = other.slots.copy();
  }

  /** A buffer that holds the same and shares nothing with this one. */
  WriteBuffer copy() {
    return new WriteBuffer(this);
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

  /** Whether a chunk is buffered. */
  boolean has(long index) {
    return chunks.get(index) != ChunkTable.NONE;
  }

  /** Copies bytes of a chunk from {@code at} on, if it is buffered; else gives false. */
  boolean read(long index, int at, MemorySegment into, long offset, int count) {
    int slot = chunks.get(index);
    if (slot == ChunkTable.NONE) {
      return false;
    }
    slots.read(slot, at, into, offset, count);
    return true;
  }

  /**
   * Writes bytes into a chunk from {@code at} on; one that was not buffered is zero but for them.
   */
  void write(long index, int at, MemorySegment from, long offset, int count) {
    int slot = chunks.get(index);
    if (slot == ChunkTable.NONE) {
      chunks.put(index, slots.add(from, offset, at, count));
    } else {
      slots.write(slot, at, from, offset, count);
    }
  }

  void growTo(long newSizeBytes) {
    sizeBytes = newSizeBytes;
  }

  /** Drops what the plan drops; the chunk that it cuts is zeroed if it is buffered. */
  void shrink(TruncatePlan plan) {
    if (plan.cutsChunk()) {
      zero(plan.lastChunk().getAsLong(), plan.lastChunkBytes());
    }
    BitSet dropped = new BitSet();
    for (long index : chunks.indexesFrom(plan.firstDeletedChunk())) {
      dropped.set(chunks.remove(index));
    }
    slots.free(dropped);
    sizeBytes = plan.newSizeBytes();
    cleanBytes = Math.min(cleanBytes, sizeBytes);
  }

  private void zero(long index, int from) {
    int slot = chunks.get(index);
    if (slot != ChunkTable.NONE) {
      slots.write(slot, from, Zeros.CHUNK, 0, CHUNK - from);
    }
  }

  /** Whether there is anything that the store does not have. */
  boolean isPending() {
    return !stored || chunks.size() > 0 || sizeBytes != storedBytes || isCut();
  }

  /** Whether a truncate cut off something that the store has. */
  boolean isCut() {
    return cleanBytes < storedBytes;
  }

  /** The first chunk of which nothing in the store counts. */
  long firstUnused() {
    return StoreKey.chunkCount(cleanBytes);
  }

  /**
   * The buffered chunks as the store shall have them: no byte past the end of the file. While some
   * of them are in a temporary file the puts are made when they are asked for.
   */
  Outgoing outgoing() {
    long[] indexes = chunks.sortedIndexes();
    List<WriteBatch.Put> puts = new Puts(indexes);
    return new Outgoing(indexes, slots.isSpilled() ? puts : List.copyOf(puts));
  }

  private final class Puts extends AbstractList<WriteBatch.Put> {
    private final long[] indexes;

    Puts(long[] indexes) {
      this.indexes = indexes;
    }

    @Override
    public int size() {
      return indexes.length;
    }

    @Override
    public WriteBatch.Put get(int number) {
      long index = indexes[number];
      byte[] chunk = slots.chunk(chunks.get(index));
      int length = StoreKey.bytesWithin(sizeBytes, index);
      return new WriteBatch.Put(
          StoreKey.chunk(file, index), length == CHUNK ? chunk : Arrays.copyOf(chunk, length));
    }
  }

  /** Adds what brings the store up to date, if anything; {@code outgoing} is that of now. */
  void addTo(WriteBatch.Builder batch, Outgoing outgoing) {
    if (!isPending()) {
      return;
    }
    if (!stored || sizeBytes != storedBytes) {
      batch.put(StoreKey.meta(file), new FileMeta(sizeBytes).encode());
    }
    if (isCut()) {
      batch.deleteRange(StoreKey.chunksFrom(file, firstUnused()));
    } else {
      deleteUnwritten(batch, outgoing.indexes());
    }
    batch.putAll(outgoing.puts());
  }

  /** Orphans that the file grew over without writing them would come back as its content. */
  private void deleteUnwritten(WriteBatch.Builder batch, long[] indexes) {
    long next = firstUnused();
    int at = Arrays.binarySearch(indexes, next);
    for (int i = at < 0 ? -at - 1 : at; i < indexes.length; i++) {
      if (indexes[i] > next) {
        batch.deleteRange(StoreKey.chunks(file, next, indexes[i]));
      }
      next = indexes[i] + 1;
    }
    long end = StoreKey.chunkCount(sizeBytes);
    if (end > next) {
      batch.deleteRange(StoreKey.chunks(file, next, end));
    }
  }

  /**
   * Gives a cache the new versions of chunks; of those in a temporary file it loses the old one.
   */
  void refresh(ReadCache cache, Outgoing outgoing) {
    for (int i = 0; i < outgoing.indexes().length; i++) {
      long index = outgoing.indexes()[i];
      if (slots.isSpilled(chunks.get(index))) {
        cache.remove(index);
      } else {
        cache.put(index, outgoing.puts().get(i).value());
      }
    }
  }

  /** Takes note that the store has everything now. */
  void handedOver() {
    stored = true;
    storedBytes = sizeBytes;
    cleanBytes = sizeBytes;
    clear();
  }

  /** Forgets everything: the file is as the store has it. */
  void discard() {
    clear();
    sizeBytes = storedBytes;
    cleanBytes = storedBytes;
  }

  private void clear() {
    chunks.clear();
    slots.clear();
  }

  /** What is buffered now. */
  BufferState state() {
    SortedMap<Long, byte[]> buffered = new TreeMap<>();
    for (long index : chunks.indexesFrom(0)) {
      buffered.put(index, slots.chunk(chunks.get(index)));
    }
    return new BufferState(stored, storedBytes, cleanBytes, buffered);
  }
}
