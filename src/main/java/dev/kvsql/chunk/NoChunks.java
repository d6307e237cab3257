package dev.kvsql.chunk;

import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Holds nothing and takes nothing. */
enum NoChunks implements ChunkStore {
  INSTANCE;

  @Override
  public byte @Nullable [] get(byte[] key) {
    return null;
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return Collections.emptyIterator();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    if (!batch.isEmpty()) {
      throw new StoreException.Failed(
          "this database is part of no store that could keep a super-journal", null);
    }
  }
}
