package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Lets SQLite roll back a hot journal or check-point a WAL, as the next open would. */
public final class Recovery {
  private Recovery() {}

  /**
   * Recovers a database in place; give it an overlay to leave the store as it is.
   *
   * @throws SQLException when SQLite cannot
   */
  public static void recover(ChunkStore chunks) throws SQLException {
    try (Mount mount = Mount.of(chunks, MountOptions.of(MountOptions.Use.RECOVER));
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      // Reading anything makes SQLite recover first; it does nothing when there is no WAL.
      statement.execute("SELECT count(*) FROM sqlite_schema");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }
}
