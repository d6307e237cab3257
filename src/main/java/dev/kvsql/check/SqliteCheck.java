package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StopSignal;
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

  private static final List<String> FOREIGN =
      List.of(
          "no such collation sequence", "unknown function", "no such function", "no such module");

  /** An index is looked up once for each row, in any order: its pages should fit. */
  private static final int CACHE_KIB = 64 << 10;

  private final List<Finding> found = new ArrayList<>();

  private final StopSignal stop;

  private SqliteCheck(StopSignal stop) {
    this.stop = stop;
  }

  /**
   * Checks a database.
   *
   * @param stop ends the check early, also when SQLite reads nothing for a long time; what was
   *     found until then is the result
   */
  static List<Finding> of(ChunkStore chunks, StopSignal stop) {
    SqliteCheck check = new SqliteCheck(stop);
    try {
      check.run(new OverlayChunkStore(chunks));
      return check.found;
    } catch (StoreException.Stopped e) {
      return check.found;
    }
  }

  private void run(OverlayChunkStore view) {
    try (Mount mount = Mount.of(view, MountOptions.of(MountOptions.Use.RECOVER));
        Connection connection = mount.connect();
        Statement statement = connection.createStatement();
        StopSignal.Registration _ = stop.onStop(() -> cancel(statement))) {
      statement.execute("PRAGMA trusted_schema=OFF");
      statement.execute("PRAGMA cell_size_check=ON");
      statement.execute("PRAGMA cache_size=" + -CACHE_KIB);
      integrity(statement);
      // What a damaged b-tree hides would look like a row that is not there.
      if (found.stream().noneMatch(PageFinding.Integrity.class::isInstance)) {
        ForeignKeyCheck.of(statement, found);
      }
      coherence(mount, view);
    } catch (SQLException e) {
      add(e);
    }
  }

  private void messages(ResultSet rows) throws SQLException {
    while (rows.next()) {
      // To SQLite a page that could not be read in time is a damaged one.
      stop.check();
      // A row may hold many messages, a line each, under a heading.
      rows.getString(1)
          .lines()
          .filter(line -> !line.equals("ok") && !line.startsWith("*** in database "))
          .forEach(line -> found.add(new PageFinding.Integrity(line)));
    }
  }

  private void integrity(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_MESSAGES + ")")) {
      messages(rows);
    } catch (SQLException e) {
      if (isForeign(e)) {
        eachTable(statement);
      } else {
        add(e);
      }
    }
  }

  /** A program may bring functions and collations of its own, which nobody else has. */
  private static boolean isForeign(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return FOREIGN.stream().anyMatch(message::contains);
  }

  /** One table that SQLite cannot look at must not keep it from the others. */
  private void eachTable(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    for (String table : tables) {
      stop.check();
      String quoted = "'" + table.replace("'", "''") + "'";
      try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + quoted + ")")) {
        messages(rows);
      } catch (SQLException e) {
        if (isForeign(e)) {
          found.add(new PageFinding.TableUnchecked(table, String.valueOf(e.getMessage())));
        } else {
          add(e);
        }
      }
    }
  }

  /** A store that failed proves nothing about the database; what SQLite refuses does. */
  private void add(SQLException e) {
    stop.check();
    if (e.getCause() instanceof StoreException failure) {
      throw failure;
    }
    String message = String.valueOf(e.getMessage());
    // Behind messages that say what is malformed this one says nothing.
    if (found.isEmpty() || !message.startsWith("[SQLITE_CORRUPT]")) {
      found.add(new PageFinding.Integrity(message));
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw new IllegalStateException("a statement that is open can be cancelled", e);
    }
  }

  private void coherence(Mount mount, ChunkStore view) {
    mount
        .main()
        .ifPresent(main ->
            Coherence.examine(main, view)
                .forEach(problem -> CacheFinding.add(found, FileTag.MAIN, problem)));
  }
}
