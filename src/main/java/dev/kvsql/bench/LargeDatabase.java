package dev.kvsql.bench;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.file.DatabaseImport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database with one large table of small rows: as a SQLite file, and as a store with the same
 * bytes in it.
 */
final class LargeDatabase {
  /** File, store, the copy that is truncated, and the journal and log of that. */
  private static final int SPACE_FACTOR = 4;

  private static final int BLOCK_ROWS = 1000;

  private final Workplace place;
  private final Path file;
  private final Path store;
  private final BenchTable table;

  /**
   * Makes it.
   *
   * @param bytes about as many as the SQLite file will have
   */
  LargeDatabase(Workplace place, long bytes, long seed) throws SQLException, IOException {
    this.place = place;
    Path directory = place.fresh("table");
    place.requireSpace("table", bytes, SPACE_FACTOR);
    file = directory.resolve("file");
    store = directory.resolve("store");
    table = BenchTable.ofBytes(bytes, seed);
    writeFile(new BenchTable(Math.min(table.rows(), BLOCK_ROWS), seed));
    importFile();
  }

  /** The rows of the first block, and then their text again and again under other keys. */
  private void writeFile(BenchTable block) throws SQLException {
    block.createIn(Engine.SQLITE_DELETE, file);
    try (Connection connection = Engine.SQLITE_DELETE.open(file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE block AS SELECT id, body FROM main.bench");
      statement.execute(
          """
          WITH RECURSIVE start(row) AS (VALUES(%1$d) UNION ALL SELECT row + %1$d FROM start)
          INSERT INTO main.bench SELECT row + id, body FROM start CROSS JOIN block LIMIT %2$d
          """
              .formatted(block.rows(), table.rows() - block.rows()));
    }
  }

  private void importFile() throws IOException {
    try (Store created = MapDbStore.create(store);
        InputStream in = Files.newInputStream(file)) {
      DatabaseImport.sqliteFile(in, created.createDatabase(Store.DEFAULT_DATABASE));
    }
  }

  Workplace place() {
    return place;
  }

  BenchTable table() {
    return table;
  }

  /** The size of the database in bytes. */
  long sizeBytes() throws IOException {
    return Files.size(file);
  }

  /** What an engine opens; not to be changed. */
  Path path(Engine engine) {
    return switch (engine) {
      case SQLITE_DELETE, SQLITE_WAL -> file;
      case KVSQL -> store;
    };
  }
}
