package dev.kvsql.chunk;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory: scratch space, and the model that other stores are measured against. One
 * lock makes a batch whole for readers; the map lets a scan go on while it changes.
 */
public final class MemoryChunkStore implements ChunkStore {
  private final NavigableMap<byte[], byte[]> entries =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  private @Nullable ChunkStore superJournals;

  public MemoryChunkStore() {}

  /** A database of the store that keeps its super-journals there. */
  public MemoryChunkStore(ChunkStore superJournals) {
    this.superJournals = superJournals;
  }

  @Override
  public synchronized byte @Nullable [] get(byte[] key) {
    byte[] value = entries.get(key);
    return value == null ? null : value.clone();
  }

  @Override
  public synchronized Iterator<Entry> scan(KeyRange range) {
    Iterator<Map.Entry<byte[], byte[]>> within = within(range).entrySet().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        synchronized (MemoryChunkStore.this) {
          return within.hasNext();
        }
      }

      @Override
      public Entry next() {
        synchronized (MemoryChunkStore.this) {
          Map.Entry<byte[], byte[]> entry = within.next();
          return new Entry(entry.getKey().clone(), entry.getValue().clone());
        }
      }
    };
  }

  @Override
  public synchronized ChunkStore superJournals() {
    ChunkStore kept = superJournals;
    if (kept == null) {
      kept = new MemoryChunkStore();
      superJournals = kept;
    }
    return kept;
  }

  @Override
  public synchronized void apply(WriteBatch batch, Durability durability) {
    for (WriteBatch.Operation operation : List.copyOf(batch.operations())) {
      switch (operation) {
        case WriteBatch.Put(byte[] key, byte[] value) -> entries.put(key, value);
        case WriteBatch.Delete(byte[] key) -> entries.remove(key);
        case WriteBatch.DeleteRange(KeyRange range) -> within(range).clear();
      }
    }
  }

  private NavigableMap<byte[], byte[]> within(KeyRange range) {
    if (range.isEmpty()) {
      return new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    }
    return range.to() == null
        ? entries.tailMap(range.from(), true)
        : entries.subMap(range.from(), true, range.to(), false);
  }
}
