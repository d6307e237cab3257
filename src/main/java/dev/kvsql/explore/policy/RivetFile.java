package dev.kvsql.explore.policy;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.BufferState;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Rivet's VFSes have in common. Every write goes to the store at once, as one put of its
 * chunks and, when the file grew, of the size.
 *
 * <p>Within a batch the writes are kept by chunk index, and of two writes to one chunk only the
 * bytes of the last are kept; they become the whole chunk. That is right for whole chunks and loses
 * bytes with pages of less than 4096 bytes.
 */
abstract sealed class RivetFile implements PolicyFile permits NativeFile, WasmFile {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  private final RivetStore store;
  private long sizeBytes;

  /** What was written to each chunk since the batch began; null outside of a batch. */
  private @Nullable SortedMap<Long, byte[]> batch;

  private long sizeBeforeBatch;

  /** Opens a file, making an empty one when there is none. */
  RivetFile(RivetStore store) {
    this.store = store;
    OptionalLong stored = store.size();
    sizeBytes = stored.orElse(0);
    if (stored.isEmpty()) {
      store.putMeta(0);
    }
  }

  /** A file in the state of another. */
  RivetFile(RivetStore store, RivetFile other) {
    this.store = store;
    sizeBytes = other.sizeBytes;
    sizeBeforeBatch = other.sizeBeforeBatch;
    batch = other.batch == null ? null : new TreeMap<>(other.batch);
  }

  /** What the file goes by for a chunk; null when there is none. */
  abstract byte @Nullable [] load(long index);

  /** These chunks are in the store now. */
  abstract void stored(SortedMap<Long, byte[]> chunks);

  /** Sets a smaller size. */
  abstract void shrink(long newSizeBytes);

  RivetStore store() {
    return store;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  /** Brings a size to the store and goes by it from then on. */
  void setSize(long newSizeBytes) {
    store.putMeta(newSizeBytes);
    sizeBytes = newSizeBytes;
  }

  @Override
  public void read(long offset, byte[] into) {
    Arrays.fill(into, (byte) 0);
    int within = Math.clamp(sizeBytes - offset, 0, into.length);
    for (int done = 0; done < within; ) {
      long position = offset + done;
      int at = (int) (position % CHUNK);
      int count = Math.min(CHUNK - at, within - done);
      byte[] chunk = current(position / CHUNK);
      if (chunk != null && chunk.length > at) {
        System.arraycopy(chunk, at, into, done, Math.min(count, chunk.length - at));
      }
      done += count;
    }
  }

  private byte @Nullable [] current(long index) {
    byte[] written = batch == null ? null : batch.get(index);
    return written == null ? load(index) : written;
  }

  @Override
  public void write(long offset, byte[] bytes) {
    long end = offset + bytes.length;
    SortedMap<Long, byte[]> written = batch;
    if (written != null) {
      forEachChunk(offset, bytes, (index, at, piece) -> written.put(index, piece));
      sizeBytes = Math.max(sizeBytes, end);
      return;
    }
    SortedMap<Long, byte[]> chunks = new TreeMap<>();
    forEachChunk(offset, bytes, (index, at, piece) -> chunks.put(index, merged(index, at, piece)));
    put(chunks, end > sizeBytes ? OptionalLong.of(end) : OptionalLong.empty());
    sizeBytes = Math.max(sizeBytes, end);
  }

  private void put(SortedMap<Long, byte[]> chunks, OptionalLong newSizeBytes) {
    store.put(chunks, newSizeBytes);
    stored(chunks);
  }

  private interface Piece {
    void accept(long index, int at, byte[] bytes);
  }

  private static void forEachChunk(long offset, byte[] bytes, Piece target) {
    for (int done = 0; done < bytes.length; ) {
      long position = offset + done;
      int at = (int) (position % CHUNK);
      int count = Math.min(CHUNK - at, bytes.length - done);
      target.accept(position / CHUNK, at, Arrays.copyOfRange(bytes, done, done + count));
      done += count;
    }
  }

  /** The chunk with a piece of it written over. */
  private byte[] merged(long index, int at, byte[] piece) {
    if (piece.length == CHUNK) {
      return piece;
    }
    byte[] old = load(index);
    int end = at + piece.length;
    byte[] chunk = old == null ? new byte[end] : Arrays.copyOf(old, Math.max(old.length, end));
    System.arraycopy(piece, 0, chunk, at, piece.length);
    return chunk;
  }

  @Override
  public void truncate(long newSizeBytes) {
    if (newSizeBytes < sizeBytes) {
      shrink(newSizeBytes);
    } else if (newSizeBytes > sizeBytes) {
      setSize(newSizeBytes);
    }
  }

  /** Nothing to do: every operation on the store is durable when it returns. */
  @Override
  public void sync() {}

  @Override
  public void begin() {
    batch = new TreeMap<>();
    sizeBeforeBatch = sizeBytes;
  }

  /** One put; when that fails, the batch is as it was, and SQLite rolls it back. */
  @Override
  public void commit() {
    SortedMap<Long, byte[]> chunks = batch;
    if (chunks == null) {
      return;
    }
    boolean grew = sizeBytes != sizeBeforeBatch;
    if (!chunks.isEmpty() || grew) {
      put(chunks, grew ? OptionalLong.of(sizeBytes) : OptionalLong.empty());
    }
    batch = null;
  }

  @Override
  public void rollBack() {
    if (batch != null) {
      batch = null;
      sizeBytes = sizeBeforeBatch;
    }
  }

  @Override
  public void close() {
    rollBack();
  }

  @Override
  public BufferState buffer() {
    long storedBytes = batch == null ? sizeBytes : sizeBeforeBatch;
    return new BufferState(
        true, storedBytes, storedBytes, batch == null ? new TreeMap<>() : new TreeMap<>(batch));
  }

  boolean inBatch() {
    return batch != null;
  }
}
