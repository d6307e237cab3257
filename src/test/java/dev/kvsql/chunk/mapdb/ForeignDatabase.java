package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import java.nio.file.Path;
import java.util.Iterator;

/** Databases with names that kvsql would not give them. */
public final class ForeignDatabase {
  private ForeignDatabase() {}

  /** Makes a store with one database that has every key of another. */
  public static void add(Path path, String name, ChunkStore content) {
    WriteBatch.Builder all = WriteBatch.builder();
    for (Iterator<Entry> entries = content.scan(KeyRange.ALL); entries.hasNext(); ) {
      Entry entry = entries.next();
      all.put(entry.key(), entry.value());
    }
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabaseAsNamed(name, Checksums.NONE).apply(all.build(), Durability.FORCED);
    }
  }
}
