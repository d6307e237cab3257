package dev.kvsql.bench;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Who runs the SQL: the same SQLite through the same driver, over files or over a store. */
enum Engine {
  SQLITE_DELETE(Side.SQLITE_DELETE, "delete"),
  SQLITE_WAL(Side.SQLITE_WAL, "wal"),
  KVSQL(Side.KVSQL, "memory");

  private static final String PAGE_SIZE = "4096";

  /** SQLite's own default: 2000 KiB. */
  private static final String CACHE_SIZE = "-2000";

  private static final String SYNCHRONOUS_FULL = "2";

  private final Side side;
  private final String journalMode;

  Engine(Side side, String journalMode) {
    this.side = side;
    this.journalMode = journalMode;
  }

  Side side() {
    return side;
  }

  /**
   * A connection to a database, which is made when it is not there.
   *
   * @throws SQLException also when a pragma did not take: there would be nothing to compare
   */
  Connection open(Path path) throws SQLException {
    Connection connection =
        switch (this) {
          // As a URI: the driver takes what follows a ? in a plain path for parameters.
          case SQLITE_DELETE, SQLITE_WAL ->
              DriverManager.getConnection("jdbc:sqlite:" + path.toUri());
          case KVSQL -> mount(path);
        };
    try (Statement statement = connection.createStatement()) {
      pragma(statement, "page_size", PAGE_SIZE);
      pragma(statement, "cache_size", CACHE_SIZE);
      pragma(statement, "synchronous", SYNCHRONOUS_FULL);
      pragma(statement, "journal_mode", journalMode);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection mount(Path path) throws SQLException {
    if (!Files.exists(path)) {
      try (Store store = MapDbStore.create(path)) {
        store.createDatabase(Store.DEFAULT_DATABASE);
      }
    }
    return Mount.open(path, Store.DEFAULT_DATABASE);
  }

  private static void pragma(Statement statement, String name, String value) throws SQLException {
    statement.execute("PRAGMA " + name + "=" + value);
    try (ResultSet result = statement.executeQuery("PRAGMA " + name)) {
      String found = result.next() ? result.getString(1) : "nothing";
      if (!value.equals(found)) {
        throw new SQLException("PRAGMA " + name + ": expected " + value + ", found " + found);
      }
    }
  }
}
