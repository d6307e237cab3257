package dev.kvsql.cli;

import dev.kvsql.render.RowMode;
import dev.kvsql.render.RowOptions;
import dev.kvsql.render.RowPrinter;
import dev.kvsql.sqlite.StatementSplitter;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs statements one by one and prints their rows. */
final class StatementRunner {
  private static final Pattern DRIVER_MESSAGE =
      Pattern.compile("\\[(SQLITE_\\w+)] .*? \\((.*)\\)(; .*)?", Pattern.DOTALL);

  /** After any comments. */
  private static final Pattern INCREMENTAL_VACUUM =
      Pattern.compile(
          "(?:\\s|--[^\\n]*+|/\\*.*?\\*/)*+PRAGMA\\s+(?:\\S+\\s*\\.\\s*)?incremental_vacuum\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Connection connection;
  private final RowMode mode;
  private final RowOptions options;
  private final PrintWriter out;

  StatementRunner(Connection connection, RowMode mode, RowOptions options, PrintWriter out) {
    this.connection = connection;
    this.mode = mode;
    this.options = options;
    this.out = out;
  }

  /**
   * Runs one statement.
   *
   * @throws SQLException that says which statement failed
   */
  void run(StatementSplitter.Statement text) throws SQLException {
    // A statement of its own each time: VACUUM refuses to run beside one that is still open.
    try (Statement statement = connection.createStatement()) {
      if (INCREMENTAL_VACUUM.matcher(text.text()).matches()) {
        // It frees a page a step, and has no columns: the driver's execute would make one step.
        statement.executeUpdate(text.text());
      } else if (statement.execute(text.text())) {
        try (ResultSet rows = statement.getResultSet()) {
          print(rows);
        }
      }
    } catch (SQLException e) {
      String where = "statement " + text.number() + " (line " + text.line() + "): ";
      throw new SQLException(
          where + plain(e.getMessage()), e.getSQLState(), e.getErrorCode(), e.getCause());
    } finally {
      out.flush();
    }
  }

  /** SQLite's own words, without the driver's around them: {@code [CODE] generic (specific)}. */
  private static String plain(@Nullable String message) {
    Matcher driver = DRIVER_MESSAGE.matcher(String.valueOf(message));
    return driver.matches()
        ? driver.group(2)
            + " ("
            + driver.group(1)
            + ")"
            + Objects.requireNonNullElse(driver.group(3), "")
        : String.valueOf(message);
  }

  private void print(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      names.add(columns.getColumnLabel(column));
    }
    RowPrinter printer = RowPrinter.of(mode, out, options);
    printer.begin(names);
    try {
      while (rows.next()) {
        List<@Nullable Object> values = new ArrayList<>(names.size());
        for (int column = 1; column <= names.size(); column++) {
          values.add(rows.getObject(column));
        }
        printer.row(values);
      }
    } finally {
      printer.end();
    }
  }
}
