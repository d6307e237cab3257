package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.vfs.Databases;
import java.util.List;
import java.util.Optional;

/** One database, whatever else its store may hold. */
record SingleDatabase(ChunkStore chunks) implements Databases {
  static final String NAME = "main";

  @Override
  public String store() {
    return ALONE;
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public Optional<ChunkStore> find(String database) {
    return database.equals(NAME) ? Optional.of(chunks) : Optional.empty();
  }

  @Override
  public ChunkStore create(String database) {
    throw new StoreException.Failed("no further database can be made beside this one", null);
  }

  /** Whether the other databases of a transaction still need one cannot be seen from here. */
  @Override
  public ChunkStore superJournals() {
    return new OverlayChunkStore(chunks.superJournals());
  }
}
