package dev.kvsql.cli.repl;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.cli.repl.ReplOptions.Writing;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import dev.kvsql.vfs.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open store, one of its databases, and the connection to it. The store's lock is held from here
 * to the end, so nobody else changes it meanwhile: what a sandbox is a view of stays as it is.
 *
 * <p>SQLite is connected when it is first needed, not before: connecting to a database with a hot
 * journal rolls it back, which whoever only looks at chunks may not want. For one thread.
 */
final class Workspace implements AutoCloseable {
  private final ReplOptions options;
  private final Store store;
  private final String database;
  private final Trace trace = new Trace();
  private @Nullable OverlayChunkStore sandbox;
  private @Nullable Mount mount;
  private @Nullable Connection connection;

  private Workspace(ReplOptions options, Store store, String database) {
    this.options = options;
    this.store = store;
    this.database = database;
  }

  /**
   * Opens a store and chooses a database.
   *
   * @throws StoreException when there is no such store or database, or another process has it
   */
  static Workspace open(ReplOptions options) {
    Access access =
        switch (options.writing()) {
          case ALLOWED -> Access.WRITE;
          case REFUSED -> Access.READ;
        };
    Store store = MapDbStore.open(options.store(), access, options.patience());
    try {
      return new Workspace(options, store, chosen(store, options.database()));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static String chosen(Store store, Optional<String> wanted) {
    List<String> names = store.databases();
    if (wanted.isPresent()) {
      if (!names.contains(wanted.get())) {
        throw missing(store, "no database " + wanted.get() + "; it has " + listed(names));
      }
      return wanted.get();
    }
    if (names.size() != 1) {
      throw missing(
          store,
          names.isEmpty()
              ? "has no database"
              : "has several databases, choose one with --db: " + listed(names));
    }
    return names.getFirst();
  }

  private static StoreException missing(Store store, String what) {
    return new StoreException.Missing(store.name() + ": " + what);
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  Store store() {
    return store;
  }

  String database() {
    return database;
  }

  ReplOptions options() {
    return options;
  }

  boolean isReadOnly() {
    return options.writing() == Writing.REFUSED;
  }

  /** The keys and values that statements work on, as far as they are committed. */
  ChunkStore chunks() {
    return sandbox == null ? store.database(database) : sandbox;
  }

  /** The checksums of the database; a sandbox keeps none. */
  Optional<ChecksumMap> checksums() {
    return sandbox == null ? store.checksums(database) : Optional.empty();
  }

  /** The same store with another of its databases. Nothing may be open in this one. */
  Workspace with(String other) {
    String found = chosen(store, Optional.of(other));
    disconnect();
    return new Workspace(options, store, found);
  }

  /**
   * The connection, which is made if there is none.
   *
   * @throws StoreException.Damaged when SQLite would damage the database further
   */
  Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      Mount mounted = mounted();
      mount = mounted;
      open = mounted.connect();
      connection = open;
    }
    return open;
  }

  private Mount mounted() throws SQLException {
    if (mount != null) {
      return mount;
    }
    if (sandbox != null) {
      // What is broken in a sandbox may be broken further.
      return Mount.of(sandbox, options(MountOptions.Use.RECOVER));
    }
    return Mount.of(
        store,
        database,
        options(isReadOnly() ? MountOptions.Use.READ_ONLY : MountOptions.Use.READ_WRITE));
  }

  private MountOptions options(MountOptions.Use use) {
    return new MountOptions(options.cacheBytes(), use, Optional.of(trace));
  }

  /** The mount, while a connection is open. */
  Optional<Mount> mount() {
    return Optional.ofNullable(connection == null ? null : mount);
  }

  /** Hears of what statements do, when it wants to. */
  Trace trace() {
    return trace;
  }

  boolean isConnected() {
    return connection != null;
  }

  /** Whether a transaction is open: only then {@code BEGIN} is refused. */
  boolean inTransaction() {
    Connection open = connection;
    if (open == null) {
      return false;
    }
    try (Statement statement = open.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("COMMIT");
      return false;
    } catch (SQLException e) {
      return String.valueOf(e.getMessage()).contains("within a transaction");
    }
  }

  /** Closes the connection: an open transaction is rolled back. */
  void disconnect() {
    try (Mount _ = mount;
        Connection _ = connection) {
      connection = null;
      mount = null;
    } catch (SQLException e) {
      throw new StoreException.Failed("the connection cannot be closed: " + e.getMessage(), e);
    }
  }

  boolean isSandbox() {
    return sandbox != null;
  }

  /** From here on everything happens on a view of the database, in memory. */
  void enterSandbox() {
    disconnect();
    sandbox = new OverlayChunkStore(store.database(database));
  }

  /** What was changed in the sandbox so far and is committed there. */
  WriteBatch changes() {
    return sandbox().changes();
  }

  /**
   * Brings everything that was done in the sandbox to the store as one atomic, durable batch, and
   * leaves it.
   *
   * @throws StoreException when the store refused: then nothing of it is there, and the sandbox is
   *     as it was
   */
  void keep() {
    disconnect();
    store.database(database).apply(sandbox().changes(), Durability.FORCED);
    sandbox = null;
  }

  /** Leaves the sandbox, and forgets what was done in it. */
  void discard() {
    disconnect();
    sandbox = null;
  }

  /** Changes the sandbox beneath SQLite, which finds it changed when it is next needed. */
  void change(WriteBatch batch) {
    disconnect();
    sandbox().apply(batch, Durability.LAZY);
  }

  private OverlayChunkStore sandbox() {
    if (sandbox == null) {
      throw new Refusal("there is no sandbox; try: .sandbox on");
    }
    return sandbox;
  }

  @Override
  public void close() {
    try {
      disconnect();
    } finally {
      store.close();
    }
  }
}
