package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The map {@link #NAME} of a store, which is made when the first super-journal is kept: most stores
 * never need one.
 */
final class SuperJournalMap implements ChunkStore {
  /** No database: it starts with a dot. */
  static final String NAME = ".super-journals";

  private final MapDbHandle handle;
  private final MapDbDatabase map;

  SuperJournalMap(MapDbHandle handle, MapDbDatabase map) {
    this.handle = handle;
    this.map = map;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return exists() ? map.get(key) : null;
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return exists() ? map.scan(range) : Collections.emptyIterator();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    if (!exists()) {
      handle.changing(() -> handle.catalog().create(NAME, Checksums.NONE));
    }
    map.apply(batch, durability);
  }

  private boolean exists() {
    return handle.reading(() -> handle.catalog().contains(NAME));
  }
}
