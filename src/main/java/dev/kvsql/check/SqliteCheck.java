package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.file.Coherence;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * SQLite's own checks, through the VFS with the read cache on, and then that cache against the
 * store. The database is not trusted: its schema runs nothing, cells are checked, and writes go
 * nowhere (sqlite.org/security.html, "Untrusted SQLite Database Files").
 */
final class SqliteCheck {
  private static final int MOST_MESSAGES = 100;

  private final List<Finding> found = new ArrayList<>();

  private SqliteCheck() {}

  /** Checks a database. */
  static List<Finding> of(ChunkStore chunks) {
    SqliteCheck check = new SqliteCheck();
    check.run(new OverlayChunkStore(chunks));
    return check.found;
  }

  private void run(OverlayChunkStore view) {
    try (Mount mount = Mount.of(view, MountOptions.of(MountOptions.Use.RECOVER));
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema=OFF");
      statement.execute("PRAGMA cell_size_check=ON");
      integrity(statement);
      // What a damaged b-tree hides would look like a row that is not there.
      if (found.isEmpty()) {
        ForeignKeyCheck.of(statement, found);
      }
      coherence(mount, view);
    } catch (SQLException e) {
      add(e);
    }
  }

  private void integrity(Statement statement) {
    try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_MESSAGES + ")")) {
      while (rows.next()) {
        // A row may hold many messages, a line each, under a heading.
        rows.getString(1)
            .lines()
            .filter(line -> !line.equals("ok") && !line.startsWith("*** in database "))
            .forEach(line -> found.add(new PageFinding.Integrity(line)));
      }
    } catch (SQLException e) {
      add(e);
    }
  }

  /** A store that failed proves nothing about the database; what SQLite refuses does. */
  private void add(SQLException e) {
    if (e.getCause() instanceof StoreException failure) {
      throw failure;
    }
    found.add(new PageFinding.Integrity(String.valueOf(e.getMessage())));
  }

  private void coherence(Mount mount, ChunkStore view) {
    mount
        .main()
        .ifPresent(main ->
            Coherence.examine(main, view)
                .forEach(problem -> CacheFinding.add(found, FileTag.MAIN, problem)));
  }
}
