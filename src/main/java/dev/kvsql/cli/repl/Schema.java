package dev.kvsql.cli.repl;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The schema of everything that a connection sees, as it is at each call. */
public final class Schema {
  private static final String TABLES =
      "SELECT name FROM pragma_table_list WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
  private static final String COLUMNS = "SELECT name FROM pragma_table_xinfo(?) ORDER BY cid";
  private static final String FUNCTIONS = "SELECT DISTINCT name FROM pragma_function_list";

  private final Connection connection;

  Schema(Connection connection) {
    this.connection = connection;
  }

  /** Tables and views, attached ones as well. */
  public List<String> tables() throws SQLException {
    return column(TABLES);
  }

  /** The columns of a table; none when there is no such table. */
  public List<String> columns(String table) throws SQLException {
    return column(COLUMNS, table);
  }

  /** SQL functions. */
  public List<String> functions() throws SQLException {
    return column(FUNCTIONS);
  }

  /** The first column of a query. */
  List<String> column(String sql, String... parameters) throws SQLException {
    List<String> values = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          values.add(String.valueOf(rows.getString(1)));
        }
      }
    }
    return values;
  }
}
