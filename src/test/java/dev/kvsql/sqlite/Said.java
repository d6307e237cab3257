package dev.kvsql.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What SQLite said to a statement, as one text: rows, how many changed, or the error. */
public final class Said {
  public static final String ERROR = "error ";

  private Said() {}

  public static String by(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      // The driver's execute makes one step, and this vacuum frees a page a step; a restore is not
      // SQL.
      if (sql.startsWith("PRAGMA incremental_vacuum") || sql.startsWith("restore")) {
        return statement.executeUpdate(sql) + " changed";
      }
      if (!statement.execute(sql)) {
        return statement.getUpdateCount() + " changed";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return String.join("\n", texts(rows));
      }
    } catch (SQLException e) {
      return error(e);
    }
  }

  /** SQLite's code, and its message. */
  public static String error(SQLException thrown) {
    return ERROR + thrown.getErrorCode() + ": " + thrown.getMessage();
  }

  private static List<String> texts(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<String> found = new ArrayList<>();
    while (rows.next()) {
      List<String> values = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        values.add(String.valueOf(rows.getString(column)));
      }
      found.add(String.join("|", values));
    }
    return found;
  }
}
