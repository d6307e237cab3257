package dev.kvsql.cli;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The stores that damages are done to, and what is put in their place.
 *
 * @param closed a store that was closed
 * @param pending the same with commits in its redo log
 * @param later the same at a later time, with other commits in its redo log
 * @param other another store with commits in its redo log
 * @param sqlite a SQLite file
 * @param undo an undo record
 */
record HostileStores(
    StoreBytes closed,
    StoreBytes pending,
    StoreBytes later,
    StoreBytes other,
    byte[] sqlite,
    byte[] undo) {

  /** Makes them in an empty directory. */
  static HostileStores in(Path dir) throws IOException, SQLException {
    Path store = filled(dir.resolve("app.kv"));
    StoreBytes closed = StoreBytes.of(store);
    StoreBytes pending = whileChanging(store, 1);
    StoreBytes later = whileChanging(store, 2);
    StoreBytes other = whileChanging(filled(dir.resolve("other.kv")), 3);
    Path sqlite =
        Stores.sqlite(
            dir.resolve("a.db"), "CREATE TABLE t(x)", "INSERT INTO t VALUES(zeroblob(9000))");
    return new HostileStores(
        closed, pending, later, other, Files.readAllBytes(sqlite), undo(dir.resolve("undo.kv")));
  }

  private static Path filled(Path store) throws SQLException {
    try (Store made = MapDbStore.create(store)) {
      made.createDatabase("main");
      made.createDatabase("kept", Checksums.CRC32C);
      made.createDatabase("empty");
    }
    for (String database : new String[] {"main", "kept"}) {
      try (Connection connection = Mount.open(store, database);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)");
        statement.execute("CREATE INDEX i ON t(body)");
        statement.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                + " INSERT INTO t SELECT i, i || printf('%.*c', i % 300, 'x') FROM n");
      }
    }
    return store;
  }

  /** What a program that ends now would leave. */
  private static StoreBytes whileChanging(Path store, int times) throws IOException, SQLException {
    try (Connection connection = Mount.open(store, "main");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 4 * times; i++) {
        statement.execute("UPDATE t SET body = 'new" + i + "' WHERE id % 97 = " + i);
      }
      return StoreBytes.of(store);
    }
  }

  /** The record of a repair. */
  private static byte[] undo(Path store) throws IOException {
    Path record = store.resolveSibling("undo");
    Stores.small(store);
    try (Store open = MapDbStore.open(store, Access.WRITE)) {
      open.database("main")
          .apply(
              WriteBatch.builder().put(StoreKey.chunk(FileTag.MAIN, 40), new byte[9]).build(),
              Durability.FORCED);
    }
    Cli.run("repair", store, "--apply", "--yes", "--undo-file", record);
    return Files.readAllBytes(record);
  }
}
