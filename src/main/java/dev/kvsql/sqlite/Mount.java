package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.vfs.DatabaseFiles;
import dev.kvsql.vfs.Databases;
import dev.kvsql.vfs.Lease;
import dev.kvsql.vfs.MountedStore;
import java.lang.foreign.MemorySegment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/**
 * A database of chunks that SQLite can open: connections to it see one file system, one read cache
 * and each other's locks. The journal is kept in memory (a commit is one atomic, durable batch),
 * unless a statement asks for another mode; a database in WAL mode stays in it.
 *
 * <p>Statements can attach further databases by {@linkplain #name name}. To SQLite the store is a
 * directory: {@code ATTACH '/path/app.kv/other' AS other}.
 */
public final class Mount implements AutoCloseable {
  private static final int READ_VERSION_OFFSET = 19;
  private static final byte READ_VERSION_WAL = 2;

  private final Vfs vfs;
  private final MountedStore store;
  private final String database;
  private final MountOptions options;

  private Mount(Vfs vfs, MountedStore store, String database, MountOptions options) {
    this.vfs = vfs;
    this.store = store;
    this.database = database;
    this.options = options;
  }

  /**
   * A connection to a database of a store file. Connections of one process to the same file share
   * it; other processes are kept out until the last one is closed.
   *
   * @param store path of the store
   * @param database name of the database, which must exist
   * @throws SQLException when the store cannot be opened or SQLite refuses
   */
  public static Connection open(Path store, String database) throws SQLException {
    return open(store, database, MountOptions.defaults());
  }

  /** As above. The size of the read cache is the one that the first connection asks for. */
  public static Connection open(Path path, String database, MountOptions options)
      throws SQLException {
    Vfs vfs = Vfs.linked();
    try {
      MountedStore store = vfs.stores().lease(vfs.names(), path, options);
      try {
        requireDatabase(store, path, database);
        return new Mount(vfs, store, database, options).connect(store::giveBack);
      } catch (SQLException | RuntimeException e) {
        store.giveBack();
        throw e;
      }
    } catch (StoreException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  /** Says which databases there are, if not this one. */
  private static void requireDatabase(MountedStore store, Path path, String database) {
    if (store.files(database).isEmpty()) {
      throw new StoreException.Missing(
          path + ": no database " + database + "; it has " + store.listed());
    }
  }

  /**
   * Mounts one database, alone; closing the mount does not close its store.
   *
   * @throws SQLException when the VFS cannot be linked into this SQLite
   */
  public static Mount of(ChunkStore chunks, MountOptions options) throws SQLException {
    return of(Optional.empty(), new SingleDatabase(chunks), SingleDatabase.NAME, options);
  }

  /**
   * Mounts a database of a store, whose others can be attached to it; closing the mount does not
   * close the store.
   *
   * @param database its name; it must exist
   * @throws SQLException when the VFS cannot be linked into this SQLite
   */
  public static Mount of(Store store, String database, MountOptions options) throws SQLException {
    Path path = SharedStores.real(Path.of(store.name()));
    return of(Optional.of(path), new StoreDatabases(path.toString(), store), database, options);
  }

  private static Mount of(
      Optional<Path> path, Databases databases, String database, MountOptions options)
      throws SQLException {
    Vfs vfs = Vfs.linked();
    MountedStore store = vfs.names().mount(path, databases, options.policy(), Lease.OWNED);
    return new Mount(vfs, store, database, options);
  }

  /**
   * Rolls back the hot journal of a database in place, if it has one.
   *
   * @throws SQLException when SQLite cannot
   */
  static void recover(ChunkStore chunks) throws SQLException {
    try (Mount mount = of(chunks, MountOptions.of(MountOptions.Use.RECOVER));
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM sqlite_schema");
    }
  }

  /**
   * A new connection. Its exceptions carry the cause when the store failed.
   *
   * @throws StoreException.Damaged when the main file's meta is malformed, or when there are chunks
   *     past its end that SQLite would write over at once: because it takes the file for empty, or
   *     to recover
   */
  public Connection connect() throws SQLException {
    return connect(() -> {});
  }

  /** A new connection that runs something when it has been closed. */
  private Connection connect(Runnable onClose) throws SQLException {
    StackRoom.require();
    DatabaseFiles files = files();
    files.requireSafe();
    boolean wal = isWal(files);
    vfs.failures().forget();
    try {
      Connection plain = DriverManager.getConnection(url(), properties());
      setUp(plain, files, wal);
      return MountedConnection.of(plain, vfs.failures(), onClose);
    } catch (SQLException e) {
      throw MountedConnection.translated(e, vfs.failures());
    }
  }

  private static void setUp(Connection plain, DatabaseFiles files, boolean wal)
      throws SQLException {
    try (Statement statement = plain.createStatement()) {
      MountFunctions.register(plain, files);
      if (!wal) {
        statement.execute("PRAGMA journal_mode=MEMORY");
      }
    } catch (SQLException e) {
      plain.close();
      throw e;
    }
  }

  private String url() {
    String escaped =
        URLEncoder.encode(store.directory() + "/" + database, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("%2F", "/");
    return "jdbc:sqlite:file:" + escaped + "?vfs=" + Vfs.NAME;
  }

  /** What is attached to a connection that only reads is only read, too. */
  private Properties properties() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(options.use() == MountOptions.Use.READ_ONLY);
    return config.toProperties();
  }

  /**
   * The name by which a statement on any connection to a mount attaches a database of this store.
   *
   * @param database need not exist: attaching makes it
   */
  public String name(String database) {
    return store.directory() + "/" + database;
  }

  private DatabaseFiles files() {
    return store.files(database).orElseThrow();
  }

  /** Every file that a connection has open. */
  public Map<FileTag, ChunkFile> opened() {
    return files().opened();
  }

  /** The main file, while a connection has it open: its size, and its read cache to look into. */
  public Optional<ChunkFile> main() {
    return files().main();
  }

  /** Takes the names away from SQLite; close the connections first. */
  @Override
  public void close() {
    vfs.names().unmount(store);
  }

  private static boolean isWal(DatabaseFiles files) {
    byte[] version = new byte[1];
    ChunkFile.open(files.chunks(), FileTag.MAIN, new ReadCache(0))
        .ifPresent(file -> file.read(READ_VERSION_OFFSET, MemorySegment.ofArray(version)));
    return version[0] == READ_VERSION_WAL || files.exists(FileTag.WAL);
  }
}
