package dev.kvsql.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A copy-on-write view: reads see the base under the changes made here, and the base is never
 * written. {@link #changes} gives the changes as one batch. Costs memory for what was changed only:
 * a range delete of a million chunks is one entry, and a scan passes over it in one step.
 */
public final class OverlayChunkStore implements ChunkStore {
  private final ChunkStore base;
  private final NavigableMap<byte[], byte[]> puts = new TreeMap<>(Arrays::compareUnsigned);

  /** Deleted from the base, by start: disjoint, and never touching each other. */
  private final NavigableMap<byte[], KeyRange> deleted = new TreeMap<>(Arrays::compareUnsigned);

  private @Nullable OverlayChunkStore superJournals;

  public OverlayChunkStore(ChunkStore base) {
    this.base = base;
  }

  /** Scratch space: a view of an empty database. */
  public static OverlayChunkStore ofNothing() {
    return new OverlayChunkStore(NoChunks.INSTANCE);
  }

  @Override
  public synchronized byte @Nullable [] get(byte[] key) {
    byte[] put = puts.get(key);
    if (put != null) {
      return put.clone();
    }
    return deletedAround(key) == null ? base.get(key) : null;
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return new MergedScan(base.scan(range), range);
  }

  /** A view of those of the base. */
  @Override
  public synchronized ChunkStore superJournals() {
    OverlayChunkStore view = superJournals;
    if (view == null) {
      view = new OverlayChunkStore(base.superJournals());
      superJournals = view;
    }
    return view;
  }

  @Override
  public synchronized void apply(WriteBatch batch, Durability durability) {
    // All of it is kept in memory anyway; and should making the operations fail, nothing was done.
    for (WriteBatch.Operation operation : List.copyOf(batch.operations())) {
      switch (operation) {
        case WriteBatch.Put(byte[] key, byte[] value) -> puts.put(key, value);
        case WriteBatch.Delete(byte[] key) -> delete(KeyRange.single(key));
        case WriteBatch.DeleteRange(KeyRange range) -> delete(range);
      }
    }
  }

  /** What was done to this view, as a batch that does the same to the base. */
  public synchronized WriteBatch changes() {
    WriteBatch.Builder batch = WriteBatch.builder();
    deleted.values().forEach(batch::deleteRange);
    puts.forEach((key, value) -> batch.put(key.clone(), value.clone()));
    return batch.build();
  }

  private void delete(KeyRange range) {
    if (range.isEmpty()) {
      return;
    }
    (range.to() == null
            ? puts.tailMap(range.from(), true)
            : puts.subMap(range.from(), true, range.to(), false))
        .clear();
    KeyRange merged = range;
    for (KeyRange other : touching(range)) {
      deleted.remove(other.from());
      merged = union(merged, other);
    }
    deleted.put(merged.from(), merged);
  }

  private List<KeyRange> touching(KeyRange range) {
    List<KeyRange> found = new ArrayList<>();
    Map.Entry<byte[], KeyRange> before = deleted.floorEntry(range.from());
    if (before != null && reaches(before.getValue(), range.from())) {
      found.add(before.getValue());
    }
    for (KeyRange next : deleted.tailMap(range.from(), false).values()) {
      if (!reaches(range, next.from())) {
        break;
      }
      found.add(next);
    }
    return found;
  }

  private static boolean reaches(KeyRange range, byte[] key) {
    return range.to() == null || Arrays.compareUnsigned(key, range.to()) <= 0;
  }

  private static KeyRange union(KeyRange a, KeyRange b) {
    byte[] from = Arrays.compareUnsigned(a.from(), b.from()) <= 0 ? a.from() : b.from();
    byte[] aTo = a.to();
    byte[] bTo = b.to();
    if (aTo == null || bTo == null) {
      return new KeyRange(from, null);
    }
    return new KeyRange(from, Arrays.compareUnsigned(aTo, bTo) >= 0 ? aTo : bTo);
  }

  /** The deleted range that a key of the base lies in, if it does. */
  private synchronized @Nullable KeyRange deletedAround(byte[] key) {
    Map.Entry<byte[], KeyRange> before = deleted.floorEntry(key);
    return before != null && before.getValue().contains(key) ? before.getValue() : null;
  }

  /** Both layers in the order of keys, each looked up anew at every step. */
  private final class MergedScan implements Iterator<Entry> {
    private final KeyRange range;
    private Iterator<Entry> below;
    private @Nullable Entry nextBelow;
    private @Nullable Entry nextAbove;

    MergedScan(Iterator<Entry> below, KeyRange range) {
      this.below = below;
      this.range = range;
      nextBelow = advanceBelow();
      nextAbove = firstAbove(range.from(), true);
    }

    @Override
    public boolean hasNext() {
      return nextBelow != null || nextAbove != null;
    }

    @Override
    public Entry next() {
      Entry lower = nextBelow;
      Entry upper = nextAbove;
      if (lower == null && upper == null) {
        throw new NoSuchElementException();
      }
      int order =
          lower == null ? 1 : upper == null ? -1 : Arrays.compareUnsigned(lower.key(), upper.key());
      if (order <= 0) {
        nextBelow = advanceBelow();
      }
      Entry result = order < 0 ? lower : upper;
      if (result == null) {
        throw new NoSuchElementException();
      }
      if (order >= 0) {
        nextAbove = firstAbove(result.key(), false);
      }
      return result;
    }

    /** Of what was deleted one entry is read, and the scan goes on past it. */
    private @Nullable Entry advanceBelow() {
      while (below.hasNext()) {
        Entry entry = below.next();
        KeyRange hidden = deletedAround(entry.key());
        if (hidden == null) {
          return entry;
        }
        byte[] end = hidden.to();
        if (end == null) {
          return null;
        }
        below = base.scan(new KeyRange(end, range.to()));
      }
      return null;
    }

    private @Nullable Entry firstAbove(byte[] key, boolean inclusive) {
      synchronized (OverlayChunkStore.this) {
        if (range.isEmpty()) {
          return null;
        }
        Map.Entry<byte[], byte[]> entry =
            inclusive ? puts.ceilingEntry(key) : puts.higherEntry(key);
        return entry == null || !range.contains(entry.getKey())
            ? null
            : new Entry(entry.getKey().clone(), entry.getValue().clone());
      }
    }
  }
}
