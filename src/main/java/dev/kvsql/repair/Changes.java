package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a view changes in the store under it, key by key, in order; equal values are no change. Each
 * walk reads the old values anew as it goes, so that a range delete costs no memory however much it
 * takes away. The store must not change during a walk.
 */
final class Changes implements Iterable<Change> {
  private final ChunkStore base;
  private final NavigableMap<byte[], byte[]> puts = new TreeMap<>(Arrays::compareUnsigned);

  /** In the order of their keys, none over another. */
  private final List<KeyRange> deleted = new ArrayList<>();

  private Changes(ChunkStore base) {
    this.base = base;
  }

  /** What was done to a view of a store. */
  static Changes of(ChunkStore base, OverlayChunkStore view) {
    Changes changes = new Changes(base);
    for (WriteBatch.Operation operation : view.changes().operations()) {
      switch (operation) {
        case WriteBatch.Put(byte[] key, byte[] value) -> changes.puts.put(key, value);
        case WriteBatch.Delete(byte[] key) -> changes.deleted.add(KeyRange.single(key));
        case WriteBatch.DeleteRange(KeyRange range) -> changes.deleted.add(range);
      }
    }
    return changes;
  }

  @Override
  public Iterator<Change> iterator() {
    return new Walk();
  }

  /** How many keys change: one walk. */
  long count() {
    long count = 0;
    for (Change _ : this) {
      count++;
    }
    return count;
  }

  /** The changes as a batch, which holds every key of them. */
  WriteBatch batch() {
    WriteBatch.Builder batch = WriteBatch.builder();
    forEach(change -> change.addTo(batch));
    return batch.build();
  }

  /**
   * The changes, and behind them keys that do not change and that tell one state of a database from
   * another: the main file's size and its first page, which SQLite's change counter is in.
   */
  Iterator<Change> withWitnesses() {
    return new Witnessed();
  }

  private final class Witnessed implements Iterator<Change> {
    private final Iterator<Change> changes = iterator();
    private final List<byte[]> witnesses =
        new ArrayList<>(List.of(StoreKey.meta(FileTag.MAIN), StoreKey.chunk(FileTag.MAIN, 0)));

    @Override
    public boolean hasNext() {
      return changes.hasNext() || !witnesses.isEmpty();
    }

    @Override
    public Change next() {
      if (changes.hasNext()) {
        Change change = changes.next();
        witnesses.removeIf(key -> Arrays.equals(key, change.key()));
        return change;
      }
      byte[] key = witnesses.removeFirst();
      byte[] value = base.get(key);
      return new Change(key, value, value);
    }
  }

  /** What is deleted and what is put, merged. */
  private final class Walk implements Iterator<Change> {
    private final Iterator<KeyRange> ranges = deleted.iterator();
    private final Iterator<Map.Entry<byte[], byte[]>> values = puts.entrySet().iterator();
    private Iterator<Entry> scan = Collections.emptyIterator();
    private @Nullable Entry nextDeleted = nextDeleted();
    private Map.@Nullable Entry<byte[], byte[]> nextPut = nextPut();
    private @Nullable Change next = advance();

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Change next() {
      Change change = next;
      if (change == null) {
        throw new NoSuchElementException();
      }
      next = advance();
      return change;
    }

    private @Nullable Change advance() {
      Change change = merge();
      while (change != null && !change.isReal()) {
        change = merge();
      }
      return change;
    }

    private @Nullable Change merge() {
      Entry old = nextDeleted;
      Map.Entry<byte[], byte[]> put = nextPut;
      if (put == null || (old != null && Arrays.compareUnsigned(old.key(), put.getKey()) < 0)) {
        nextDeleted = nextDeleted();
        return old == null ? null : new Change(old.key(), old.value(), null);
      }
      nextPut = nextPut();
      if (old == null || !Arrays.equals(old.key(), put.getKey())) {
        return new Change(put.getKey(), base.get(put.getKey()), put.getValue());
      }
      nextDeleted = nextDeleted();
      return new Change(old.key(), old.value(), put.getValue());
    }

    private @Nullable Entry nextDeleted() {
      while (!scan.hasNext() && ranges.hasNext()) {
        scan = base.scan(ranges.next());
      }
      return scan.hasNext() ? scan.next() : null;
    }

    private Map.@Nullable Entry<byte[], byte[]> nextPut() {
      return values.hasNext() ? values.next() : null;
    }
  }
}
