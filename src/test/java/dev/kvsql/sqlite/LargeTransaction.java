package dev.kvsql.sqlite;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A program that inserts rows of 64,000 bytes in one transaction, and prints how many are there
 * with the bytes that they should have, before and after it has opened the store anew.
 */
final class LargeTransaction {
  private static final int ROW_BYTES = 64_000;
  private static final long CACHE_BYTES = 1 << 20;
  private static final String CONTENT = "CAST(printf('%.*c', 64000, char(65 + id % 26)) AS BLOB)";

  private LargeTransaction() {}

  /** Arguments: path of the store, journal mode, MiB of the transaction, COMMIT or ROLLBACK. */
  public static void main(String[] args) throws SQLException {
    Path path = Path.of(args[0]);
    long rows = (Long.parseLong(args[2]) << 20) / ROW_BYTES;
    try (MapDbStore store = MapDbStore.create(path);
        Mount mount = mount(store, true);
        Connection connection = mount.connect()) {
      Sql.run(
          connection,
          "PRAGMA locking_mode=EXCLUSIVE",
          "PRAGMA journal_mode=" + args[1],
          "CREATE TABLE t(id INTEGER PRIMARY KEY, content)",
          "BEGIN",
          "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < "
              + rows
              + ")"
              + " INSERT INTO t SELECT id, "
              + CONTENT
              + " FROM n",
          args[3]);
      print(connection);
    }
    try (MapDbStore store = MapDbStore.open(path, Access.READ);
        Mount mount = mount(store, false);
        Connection connection = mount.connect()) {
      print(connection);
    }
  }

  private static Mount mount(Store store, boolean isNew) throws SQLException {
    MountOptions options = new MountOptions(CACHE_BYTES, MountOptions.Use.READ_WRITE);
    return Mount.of(isNew ? store.createDatabase("main") : store.database("main"), options);
  }

  private static void print(Connection connection) throws SQLException {
    System.out.println(
        Sql.one(
            connection,
            "SELECT count(*) || ' of ' || coalesce(max(id), 0) FROM t WHERE content = " + CONTENT));
  }
}
