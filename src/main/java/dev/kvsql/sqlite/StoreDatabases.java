package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.vfs.Databases;
import java.util.List;
import java.util.Optional;

/**
 * The databases of an open store.
 *
 * @param store is called by its real path
 */
record StoreDatabases(String store, Store open) implements Databases {
  @Override
  public List<String> names() {
    return open.databases();
  }

  @Override
  public Optional<ChunkStore> find(String database) {
    return names().contains(database) ? Optional.of(open.database(database)) : Optional.empty();
  }

  @Override
  public ChunkStore create(String database) {
    return open.createDatabase(database);
  }

  @Override
  public ChunkStore superJournals() {
    return open.superJournals();
  }
}
