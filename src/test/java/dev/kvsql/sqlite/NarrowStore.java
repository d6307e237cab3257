package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A store that refuses batches with more than so many bytes, before anything of them is there.
 *
 * @param mostBytes of values in a batch
 */
record NarrowStore(ChunkStore below, long mostBytes) implements ChunkStore {
  @Override
  public byte @Nullable [] get(byte[] key) {
    return below.get(key);
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return below.scan(range);
  }

  @Override
  public ChunkStore superJournals() {
    return below.superJournals();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    long bytes = 0;
    for (WriteBatch.Operation operation : batch.operations()) {
      bytes += operation instanceof WriteBatch.Put(byte[] _, byte[] value) ? value.length : 0;
    }
    if (bytes > mostBytes) {
      throw new StoreException.TooLarge("a batch of " + bytes + " bytes");
    }
    below.apply(batch, durability);
  }
}
