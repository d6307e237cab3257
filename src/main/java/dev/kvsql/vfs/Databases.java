package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import java.util.List;
import java.util.Optional;

/** The databases of a store, for whoever mounts them by name. */
public interface Databases {
  /** The name of a store that nobody else can find. */
  String ALONE = "";

  /** What the store is called: by this name others find it again, as by a path. */
  String store();

  /** The names of all databases. */
  List<String> names();

  /** The database of that name, if there is one. */
  Optional<ChunkStore> find(String database);

  /**
   * Makes an empty database.
   *
   * @throws dev.kvsql.chunk.StoreException.Failed when there can be none of that name
   */
  ChunkStore create(String database);

  /** Where the store keeps its super-journals: see {@link ChunkStore#superJournals}. */
  ChunkStore superJournals();
}
