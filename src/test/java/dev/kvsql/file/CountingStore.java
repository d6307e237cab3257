package dev.kvsql.file;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts how it is read; scans fail when they come to a key that is broken. */
final class CountingStore implements ChunkStore {
  private final ChunkStore below;

  /** How many entries each scan gave. */
  final List<Integer> scans = new ArrayList<>();

  int gets;
  byte @Nullable [] broken;

  CountingStore(ChunkStore below) {
    this.below = below;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    gets++;
    return below.get(key);
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    byte[] unreadable = broken;
    if (unreadable != null && range.contains(unreadable)) {
      throw new StoreException.Damaged("this cannot be read", null);
    }
    scans.add(0);
    Iterator<Entry> entries = below.scan(range);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Entry next() {
        scans.addLast(scans.removeLast() + 1);
        return entries.next();
      }
    };
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    below.apply(batch, durability);
  }
}
