package dev.kvsql.suites;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What SQLite says to a statement. */
sealed interface Answer {
  /** Rows, each value with its type: integer, real, text, blob, or empty for NULL. */
  record Rows(List<List<Optional<Object>>> values) implements Answer {
    /** One row with one value. */
    static Rows of(Object value) {
      return new Rows(List.of(List.of(Optional.of(value))));
    }
  }

  /** That so many rows were changed. */
  record Changed(int rows) implements Answer {}

  /** An error. */
  record Refused(int code, String message) implements Answer {}

  /** Runs a statement to its end. */
  static Answer to(Connection connection, String sql) {
    // A statement that ran before, though reset, keeps VACUUM from running.
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return new Changed(statement.getUpdateCount());
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows(rows);
      }
    } catch (SQLException e) {
      return new Refused(e.getErrorCode(), String.valueOf(e.getMessage()));
    }
  }

  private static Rows rows(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<List<Optional<Object>>> found = new ArrayList<>();
    while (rows.next()) {
      List<Optional<Object>> row = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        Object value = rows.getObject(column);
        row.add(Optional.ofNullable(value instanceof byte[] blob ? ByteBuffer.wrap(blob) : value));
      }
      found.add(row);
    }
    return new Rows(found);
  }
}
