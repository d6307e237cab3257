package dev.kvsql.chunk;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Refuses every batch: what is checked through this is known to write nothing. */
public final class ReadOnlyChunkStore implements ChunkStore {
  private final ChunkStore below;

  public ReadOnlyChunkStore(ChunkStore below) {
    this.below = below;
  }

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
    return new ReadOnlyChunkStore(below.superJournals());
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    throw new StoreException.Failed("the store is open for reading only", null);
  }
}
