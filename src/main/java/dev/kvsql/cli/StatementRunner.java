package dev.kvsql.cli;

import dev.kvsql.cli.statement.DriverMessage;
import dev.kvsql.cli.statement.ResultRows;
import dev.kvsql.cli.statement.StatementForm;
import dev.kvsql.render.RowMode;
import dev.kvsql.render.RowOptions;
import dev.kvsql.render.RowPrinter;
import dev.kvsql.sqlite.StatementSplitter;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs statements one by one and prints their rows. */
final class StatementRunner {
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
      if (StatementForm.stepsWithoutRows(text.text())) {
        statement.executeUpdate(text.text());
      } else if (statement.execute(text.text())) {
        try (ResultSet rows = statement.getResultSet()) {
          ResultRows.print(rows, RowPrinter.of(mode, out, options));
        }
      }
    } catch (SQLException e) {
      String where = "statement " + text.number() + " (line " + text.line() + "): ";
      throw new SQLException(
          where + DriverMessage.plain(e), e.getSQLState(), e.getErrorCode(), e.getCause());
    } finally {
      out.flush();
    }
  }
}
