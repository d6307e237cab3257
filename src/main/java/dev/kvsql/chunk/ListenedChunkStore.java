package dev.kvsql.chunk;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Tells a listener of every operation and how long it took; of a scan once it is at its end. */
public final class ListenedChunkStore implements ChunkStore {
  private final ChunkStore below;
  private final StoreListener listener;

  public ListenedChunkStore(ChunkStore below, StoreListener listener) {
    this.below = below;
    this.listener = listener;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    if (!listener.isListening()) {
      return below.get(key);
    }
    long start = System.nanoTime();
    byte[] value = below.get(key);
    listener.got(key, value == null ? 0 : value.length, System.nanoTime() - start);
    return value;
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return listener.isListening() ? new ListenedScan(range) : below.scan(range);
  }

  @Override
  public ChunkStore superJournals() {
    return below.superJournals();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    if (!listener.isListening()) {
      below.apply(batch, durability);
      return;
    }
    long start = System.nanoTime();
    try {
      below.apply(batch, durability);
    } finally {
      listener.applied(batch, durability, System.nanoTime() - start);
    }
  }

  /** What takes time is the store's part of each step, not what is done between the steps. */
  private final class ListenedScan implements Iterator<Entry> {
    private final KeyRange range;
    private final Iterator<Entry> entries;
    private long values;
    private long bytes;
    private long nanos;
    private boolean told;

    ListenedScan(KeyRange range) {
      this.range = range;
      long start = System.nanoTime();
      entries = below.scan(range);
      nanos = System.nanoTime() - start;
    }

    @Override
    public boolean hasNext() {
      long start = System.nanoTime();
      boolean more = entries.hasNext();
      nanos += System.nanoTime() - start;
      if (!more && !told) {
        told = true;
        listener.scanned(range, values, bytes, nanos);
      }
      return more;
    }

    @Override
    public Entry next() {
      long start = System.nanoTime();
      Entry entry = entries.next();
      nanos += System.nanoTime() - start;
      values++;
      bytes += entry.key().length + entry.value().length;
      return entry;
    }
  }
}
