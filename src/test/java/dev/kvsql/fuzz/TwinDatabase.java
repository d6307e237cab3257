package dev.kvsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.StoreShape;
import dev.kvsql.sqlite.Image;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import dev.kvsql.sqlite.Sidecars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** A database in a file and one in a store, to which the same happens. */
final class TwinDatabase implements AutoCloseable {
  private final Path file;
  private final ChunkStore store;
  private final Mount mount;
  private final String mountedName;

  /**
   * Both empty.
   *
   * @param file path of the one, which does not exist; its name is that of the other
   * @param in store of the other, which does not have it yet
   */
  TwinDatabase(Path file, Store in, long cacheBytes) throws SQLException {
    this.file = file;
    String name = file.getFileName().toString();
    store = in.createDatabase(name);
    mount = Mount.of(in, name, new MountOptions(cacheBytes, MountOptions.Use.READ_WRITE));
    mountedName = mount.name(name);
  }

  /** How ATTACH calls the file. */
  String fileName() {
    return file.toString();
  }

  /** How ATTACH calls the mount. */
  String mountedName() {
    return mountedName;
  }

  /** A connection to the file that is told what a mount tells its own; it does not wait. */
  Connection connectFile() throws SQLException, IOException {
    boolean wal = isWal();
    Properties patience = new Properties();
    patience.setProperty("busy_timeout", "0");
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, patience);
    try (Statement statement = connection.createStatement()) {
      if (!wal) {
        statement.execute("PRAGMA journal_mode=MEMORY");
      } else if (!Features.SHARED_WAL) {
        statement.execute("PRAGMA locking_mode=EXCLUSIVE");
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  Connection connectMount() throws SQLException {
    return mount.connect();
  }

  /** Whether the file is in WAL mode; its pages may be elsewhere then until a checkpoint. */
  boolean isWal() throws IOException {
    return Files.exists(Image.path(file, FileTag.WAL)) || Image.onDisk(file).isDatabaseInWalMode();
  }

  /** Compares what SQLite sees now in the main files. */
  void compareSeen() throws IOException {
    if (mount.main().isPresent()) {
      Image.of(mount.main().get()).assertEquals(Image.onDisk(file), "seen through the mount");
    }
  }

  /**
   * Compares what is stored, journal and WAL included: nobody is in a transaction, and nobody keeps
   * a lock.
   */
  void compareStored() throws IOException {
    Image.inStore(store, FileTag.MAIN).assertEquals(Image.onDisk(file), "in the store");
    Sidecars.assertSame(file, store, "at rest");
    StoreShape.assertWellFormed(store);
    if (mount.main().isPresent()) {
      ChunkFile main = mount.main().get();
      boolean isNew = store.get(StoreKey.meta(FileTag.MAIN)) == null;
      assertThat(main.isPending()).as("something is not handed over").isEqualTo(isNew);
      assertThat(isNew ? List.of() : Coherence.examine(main, store)).isEmpty();
    }
  }

  @Override
  public void close() {
    mount.close();
  }
}
