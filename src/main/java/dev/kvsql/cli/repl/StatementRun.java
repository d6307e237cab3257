package dev.kvsql.cli.repl;

import dev.kvsql.cli.statement.ResultRows;
import dev.kvsql.cli.statement.StatementForm;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.RowPrinter;
import dev.kvsql.render.TraceRender;
import dev.kvsql.vfs.Trace;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Runs one statement of a session and prints what came of it; Ctrl-C interrupts it. */
final class StatementRun {
  private static final Set<String> CHANGING = Set.of("insert", "update", "delete", "replace");

  private final Session session;
  private final String sql;

  StatementRun(Session session, String sql) {
    this.session = session;
    this.sql = sql;
  }

  /**
   * Runs it.
   *
   * @throws SQLException when SQLite fails, or was interrupted
   */
  void run() throws SQLException, IOException {
    requireInside();
    if (!session.settings().trace.isOn()) {
      timed();
      return;
    }
    Trace trace = session.workspace().trace();
    trace.begin();
    try {
      timed();
    } finally {
      TraceRender.text(trace.end(), session.console().style(), session.console().err());
    }
  }

  private void timed() throws SQLException, IOException {
    Connection connection = session.workspace().connection();
    long start = System.nanoTime();
    OptionalLong rows;
    // A statement of its own each time: VACUUM refuses to run beside one that is still open.
    try (Statement statement = connection.createStatement()) {
      Running running = new Running(statement);
      session.console().interruptibly(running::stop, () -> execute(statement, running));
      rows = running.rows;
    }
    long nanos = System.nanoTime() - start;
    if (session.settings().timer.isOn()) {
      String count = rows.isPresent() ? Amounts.count(rows.getAsLong(), "row") + ", " : "";
      session.say("time: " + count + Amounts.duration((double) nanos));
    }
  }

  /** A statement under way. */
  private final class Running {
    private final Statement statement;
    private OptionalLong rows = OptionalLong.empty();
    private volatile boolean stopped;

    Running(Statement statement) {
      this.statement = statement;
    }

    void stop() {
      stopped = true;
      session.interrupt();
      try {
        statement.cancel();
      } catch (SQLException e) {
        // It has come to its end.
      }
    }
  }

  private void execute(Statement statement, Running running) throws SQLException, IOException {
    if (StatementForm.stepsWithoutRows(sql)) {
      statement.executeUpdate(sql);
    } else if (statement.execute(sql)) {
      print(statement, running);
    } else {
      sayChanges(statement);
    }
  }

  private void print(Statement statement, Running running) throws SQLException, IOException {
    try (ResultSet rows = statement.getResultSet()) {
      session
          .output()
          .print(page ->
              running.rows =
                  OptionalLong.of(
                      ResultRows.print(
                          rows,
                          RowPrinter.of(
                              session.settings().mode, page.out(), session.output().rowOptions()),
                          () -> page.isWanted() && !running.stopped)));
    }
    if (running.stopped) {
      throw new SQLException("interrupted");
    }
  }

  private void sayChanges(Statement statement) throws SQLException {
    boolean changing = firstWord().filter(CHANGING::contains).isPresent();
    if (session.settings().changes.isOn() && changing) {
      session.say(Amounts.count(statement.getLargeUpdateCount(), "row") + " changed");
    }
  }

  /** What is attached is no part of the sandbox. */
  private void requireInside() {
    if (session.workspace().isSandbox() && firstWord().filter("attach"::equals).isPresent()) {
      throw new Refusal("ATTACH reaches out of the sandbox; leave it first with .sandbox discard");
    }
  }

  private Optional<String> firstWord() {
    return SqlToken.of(sql).stream()
        .filter(token -> token.kind() == SqlToken.Kind.WORD)
        .findFirst()
        .map(token -> token.in(sql).toLowerCase(Locale.ROOT));
  }
}
