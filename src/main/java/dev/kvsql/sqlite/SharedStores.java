package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.vfs.Lease;
import dev.kvsql.vfs.MountPolicy;
import dev.kvsql.vfs.MountedStore;
import dev.kvsql.vfs.Namespace;
import dev.kvsql.vfs.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The store files that connections of this process have open by path. A file's lock is between
 * processes, so there must be one owner of it here, whoever asks. Safe for several threads.
 */
final class SharedStores implements Stores {
  private final Map<Key, Shared> stores = new HashMap<>();

  private record Key(Path path, MountOptions.Use use) {}

  /** An open store, and how many leases there are of it. */
  private static final class Shared {
    final MapDbStore store;
    final MountedStore mounted;
    int leases;

    Shared(MapDbStore store, MountedStore mounted) {
      this.store = store;
      this.mounted = mounted;
    }
  }

  @Override
  public boolean isStore(Path path) {
    return MapDbStore.isStore(path);
  }

  @Override
  public Optional<MountedStore> mount(Namespace names, String store, boolean readOnly) {
    Path path = Path.of(store);
    return isStore(path)
        ? Optional.of(
            lease(
                names,
                path,
                MountOptions.of(
                    readOnly ? MountOptions.Use.READ_ONLY : MountOptions.Use.READ_WRITE)))
        : Optional.empty();
  }

  /**
   * A store, which is opened if it is not; the caller has a lease of it. The size of the read cache
   * is that of whoever opened it.
   *
   * @throws StoreException when it cannot be opened
   */
  synchronized MountedStore lease(Namespace names, Path path, MountOptions options) {
    Key key = new Key(real(path), options.use());
    Shared shared = stores.get(key);
    if (shared == null) {
      shared = open(names, key, options.policy());
      stores.put(key, shared);
    }
    shared.leases++;
    return shared.mounted;
  }

  private Shared open(Namespace names, Key key, MountPolicy policy) {
    Access access = key.use() == MountOptions.Use.READ_ONLY ? Access.READ : Access.WRITE;
    MapDbStore store = MapDbStore.open(key.path(), access);
    try {
      StoreDatabases databases = new StoreDatabases(key.path().toString(), store);
      return new Shared(
          store,
          names.mount(Optional.of(key.path()), databases, policy, new SharedLease(names, key)));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private synchronized void take(Key key) {
    Shared shared = stores.get(key);
    if (shared == null) {
      throw new IllegalStateException(key.path() + " is not open");
    }
    shared.leases++;
  }

  private synchronized void giveBack(Namespace names, Key key) {
    Shared shared = stores.get(key);
    if (shared != null && --shared.leases == 0) {
      stores.remove(key);
      names.unmount(shared.mounted);
      shared.store.close();
    }
  }

  private final class SharedLease implements Lease {
    private final Namespace names;
    private final Key key;

    SharedLease(Namespace names, Key key) {
      this.names = names;
      this.key = key;
    }

    @Override
    public void take() {
      SharedStores.this.take(key);
    }

    @Override
    public void giveBack() {
      SharedStores.this.giveBack(names, key);
    }
  }

  @Override
  public void rollBack(ChunkStore database) throws StoreException {
    try {
      Mount.recover(database);
    } catch (SQLException e) {
      throw new StoreException.Failed("its journal cannot be rolled back: " + e.getMessage(), e);
    }
  }

  /** The one path of a file that may have several. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
