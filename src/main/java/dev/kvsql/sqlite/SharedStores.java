package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The store files that connections of this process have open by path. A file's lock is between
 * processes, so there must be one owner of it here, whoever asks.
 */
final class SharedStores {
  private static final SharedStores OPEN = new SharedStores();

  private final Map<Key, Shared> stores = new HashMap<>();

  private record Key(Path path, MountOptions.Use use) {}

  /** An open store with its mounts by database, and how many connections use it. */
  private static final class Shared {
    final MapDbStore store;
    final Map<String, Mount> mounts = new HashMap<>();
    int connections;

    Shared(MapDbStore store) {
      this.store = store;
    }
  }

  private SharedStores() {}

  static Connection connect(Path path, String database, MountOptions.Use use) throws SQLException {
    try {
      return OPEN.open(new Key(real(path), use), database);
    } catch (StoreException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  private synchronized Connection open(Key key, String database) throws SQLException {
    Shared shared = stores.get(key);
    if (shared == null) {
      Access access = key.use() == MountOptions.Use.READ_WRITE ? Access.WRITE : Access.READ;
      shared = new Shared(MapDbStore.open(key.path(), access));
      stores.put(key, shared);
    }
    shared.connections++;
    try {
      return mount(shared, database, key.use()).connect(() -> release(key));
    } catch (SQLException | RuntimeException e) {
      release(key);
      throw e;
    }
  }

  private static Mount mount(Shared shared, String database, MountOptions.Use use)
      throws SQLException {
    Mount mount = shared.mounts.get(database);
    if (mount == null) {
      ChunkStore chunks = shared.store.database(database);
      // A hot journal is rolled back before anything is read: not into a store that is only read.
      ChunkStore seen = use == MountOptions.Use.QUERY_ONLY ? new OverlayChunkStore(chunks) : chunks;
      mount = Mount.of(seen, MountOptions.of(use));
      shared.mounts.put(database, mount);
    }
    return mount;
  }

  private synchronized void release(Key key) {
    Shared shared = stores.get(key);
    if (shared != null && --shared.connections == 0) {
      stores.remove(key);
      shared.mounts.values().forEach(Mount::close);
      shared.store.close();
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
