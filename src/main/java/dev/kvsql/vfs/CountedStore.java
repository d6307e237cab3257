package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what is asked of a database. Safe for several threads. */
final class CountedStore implements ChunkStore {
  private final ChunkStore below;
  private final LongAdder gets = new LongAdder();
  private final LongAdder scans = new LongAdder();
  private final LongAdder scanned = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder forced = new LongAdder();

  CountedStore(ChunkStore below) {
    this.below = below;
  }

  /** The numbers as they are now. */
  StoreStats stats() {
    return new StoreStats(gets.sum(), scans.sum(), scanned.sum(), batches.sum(), forced.sum());
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    gets.increment();
    return below.get(key);
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    scans.increment();
    Iterator<Entry> entries = below.scan(range);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Entry next() {
        scanned.increment();
        return entries.next();
      }
    };
  }

  @Override
  public ChunkStore superJournals() {
    return below.superJournals();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    batches.increment();
    if (durability == Durability.FORCED) {
      forced.increment();
    }
    below.apply(batch, durability);
  }
}
