package dev.kvsql.sqlite;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.vfs.DatabaseFiles;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A database of chunks that SQLite can open: connections to it see one file system, one read cache
 * and each other's locks. The journal is kept in memory (a commit is one atomic, durable batch),
 * unless a statement asks for another mode; a database in WAL mode stays in it.
 */
public final class Mount implements AutoCloseable {
  private static final int READ_VERSION_OFFSET = 19;
  private static final byte READ_VERSION_WAL = 2;

  private final Vfs vfs;
  private final ChunkStore chunks;
  private final DatabaseFiles files;
  private final MountOptions options;
  private final String name;

  private Mount(Vfs vfs, ChunkStore chunks, MountOptions options) {
    this.vfs = vfs;
    this.chunks = chunks;
    this.options = options;
    files = new DatabaseFiles(chunks, options.cacheBytes());
    name = vfs.names().add(files);
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
    return SharedStores.connect(store, database, MountOptions.Use.READ_WRITE);
  }

  /**
   * Mounts a database; closing the mount does not close its store.
   *
   * @throws SQLException when the VFS cannot be linked into this SQLite
   */
  public static Mount of(ChunkStore chunks, MountOptions options) throws SQLException {
    return new Mount(Vfs.linked(), chunks, options);
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
  Connection connect(Runnable onClose) throws SQLException {
    Optional<ChunkFile> main = ChunkFile.open(chunks, FileTag.MAIN, new ReadCache(0));
    if (files.main().isEmpty()) {
      requireSafe(main);
    }
    boolean wal = isWal(main);
    Connection plain = DriverManager.getConnection("jdbc:sqlite:file:" + name + "?vfs=" + Vfs.NAME);
    Connection connection = MountedConnection.of(plain, vfs.failures(), onClose);
    try (Statement statement = connection.createStatement()) {
      if (!wal) {
        statement.execute("PRAGMA journal_mode=MEMORY");
      }
      if (options.use() == MountOptions.Use.QUERY_ONLY) {
        statement.execute("PRAGMA query_only=ON");
      }
    } catch (SQLException e) {
      plain.close();
      throw e;
    }
    return connection;
  }

  /** The main file, while a connection has it open: its size, and its read cache to look into. */
  public Optional<ChunkFile> main() {
    return files.main();
  }

  /** Takes the name away from SQLite; close the connections first. */
  @Override
  public void close() {
    vfs.names().remove(name);
  }

  /** SQLite takes the meta's word for the file's size, and writes over what lies past it. */
  private void requireSafe(Optional<ChunkFile> main) {
    long sizeBytes = main.map(ChunkFile::sizeBytes).orElse(0L);
    KeyRange pastEnd = StoreKey.chunksFrom(FileTag.MAIN, StoreKey.chunkCount(sizeBytes));
    if (options.use() == MountOptions.Use.RECOVER || !chunks.scan(pastEnd).hasNext()) {
      return;
    }
    if (sizeBytes == 0) {
      throw new StoreException.Damaged(
          "main has chunks but no size; mounting it would write over them", null);
    }
    if (files.exists(FileTag.JOURNAL) || files.exists(FileTag.WAL)) {
      throw new StoreException.Damaged(
          "main has chunks past its end, and a journal or WAL that may be applied over them; look at it"
              + " with kvsql check first",
          null);
    }
  }

  private boolean isWal(Optional<ChunkFile> main) {
    byte[] version = new byte[1];
    main.ifPresent(file -> file.read(READ_VERSION_OFFSET, MemorySegment.ofArray(version)));
    return version[0] == READ_VERSION_WAL || files.exists(FileTag.WAL);
  }
}
