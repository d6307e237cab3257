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
 * SQLite's own check, through the VFS with the read cache on, and then that cache against the
 * store. The database is not trusted: its schema runs nothing, cells are checked, and writes go
 * nowhere.
 */
final class SqliteCheck {
  private static final int MOST_MESSAGES = 100;

  private SqliteCheck() {}

  static List<Finding> of(ChunkStore chunks) {
    List<Finding> found = new ArrayList<>();
    OverlayChunkStore view = new OverlayChunkStore(chunks);
    try (Mount mount = Mount.of(view, MountOptions.of(MountOptions.Use.RECOVER));
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema=OFF");
      statement.execute("PRAGMA cell_size_check=ON");
      integrity(statement, found);
      coherence(mount, view, found);
    } catch (SQLException e) {
      found.add(new PageFinding.Integrity(String.valueOf(e.getMessage())));
    }
    return found;
  }

  private static void integrity(Statement statement, List<Finding> found) throws SQLException {
    try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_MESSAGES + ")")) {
      while (rows.next()) {
        // A row may hold many messages, a line each, under a heading.
        rows.getString(1)
            .lines()
            .filter(line -> !line.equals("ok") && !line.startsWith("*** in database "))
            .forEach(line -> found.add(new PageFinding.Integrity(line)));
      }
    } catch (SQLException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      found.add(new PageFinding.Integrity(String.valueOf(e.getMessage())));
    }
  }

  private static void coherence(Mount mount, ChunkStore view, List<Finding> found) {
    mount
        .main()
        .ifPresent(main ->
            Coherence.examine(main, view)
                .forEach(problem -> found.add(new CacheFinding(FileTag.MAIN, problem))));
  }
}
