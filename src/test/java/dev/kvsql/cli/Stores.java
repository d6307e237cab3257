package dev.kvsql.cli;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.inspect.RivetFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;

/** Store files for tests. */
final class Stores {
  private Stores() {}

  /** A store with one database, which has every key of another. */
  static Path of(Path path, ChunkStore content) {
    return of(path, Store.DEFAULT_DATABASE, content);
  }

  /** Adds a database to a store, which is made when there is none. */
  static Path of(Path path, String database, ChunkStore content) {
    WriteBatch.Builder all = WriteBatch.builder();
    for (Iterator<Entry> entries = content.scan(KeyRange.ALL); entries.hasNext(); ) {
      Entry entry = entries.next();
      all.put(entry.key(), entry.value());
    }
    boolean exists = path.toFile().exists();
    try (Store store = exists ? MapDbStore.open(path, Access.WRITE) : MapDbStore.create(path)) {
      store.createDatabase(database).apply(all.build(), Durability.FORCED);
    }
    return path;
  }

  static Path of(Path path, RivetFixture fixture) throws IOException {
    return of(path, fixture.load());
  }

  /** A store with a table {@code t} of three small rows. */
  static Path small(Path path) {
    Cli.clean("create", path);
    Cli.clean(
        "sql",
        path,
        "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO t VALUES(1, 'one'), (2, 'two'), (3, NULL)");
    return path;
  }

  /** A store with three orphans in one run: chunks 30 to 32. */
  static Path orphans(Path path) throws SQLException {
    Damage database = Damage.pages22();
    for (int chunk = 30; chunk < 33; chunk++) {
      database.put(FileTag.MAIN, chunk, "left over".getBytes(StandardCharsets.US_ASCII));
    }
    return of(path, database.store());
  }

  /** A SQLite file. */
  static Path sqlite(Path path, String... sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
    return path;
  }

  /** Every key and value of a database, as a KV dump. */
  static String dump(Path path, String database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Store store = MapDbStore.open(path, Access.READ)) {
      KvDump.write(store.database(database).scan(KeyRange.ALL), out);
    }
    return out.toString(StandardCharsets.US_ASCII);
  }

  static String dump(Path path) throws IOException {
    return dump(path, Store.DEFAULT_DATABASE);
  }

  /** Changes a database as a batch of one's own making. */
  static void change(Path path, WriteBatch.Builder batch) {
    try (Store store = MapDbStore.open(path, Access.WRITE)) {
      store.database(Store.DEFAULT_DATABASE).apply(batch.build(), Durability.FORCED);
    }
  }
}
