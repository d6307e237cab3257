package dev.kvsql.vfs;

import dev.kvsql.chunk.ChunkStore;
import java.nio.file.Path;
import java.util.Optional;

/** Finds stores that are not mounted yet. */
public interface Stores {
  /** Whether there is a store file of that name. */
  boolean isStore(Path path);

  /**
   * Mounts a store for as long as somebody has a lease of it, or joins those who have one. The
   * caller has one lease, and gives it back.
   *
   * @param names where it is mounted
   * @param store how the store is called, as in {@link Databases#store}
   * @param readOnly whether reading is enough
   * @return nothing when there is no such store
   * @throws dev.kvsql.chunk.StoreException when it is there and cannot be opened
   */
  Optional<MountedStore> mount(Namespace names, String store, boolean readOnly);

  /**
   * Rolls back the hot journal of a database in place, if it has one.
   *
   * @throws dev.kvsql.chunk.StoreException.Failed when that cannot be done
   */
  void rollBack(ChunkStore database);
}
