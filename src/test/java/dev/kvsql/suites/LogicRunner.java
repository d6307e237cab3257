package dev.kvsql.suites;

import dev.kvsql.sqlite.StatementSplitter;
import dev.kvsql.suites.LogicRecord.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs one script; goes on after what failed. */
final class LogicRunner {
  /** What holds in scripts that do not set it. */
  private static final int DEFAULT_HASH_THRESHOLD = 8;

  private final Connection connection;
  private final LogicScript script;
  private final Map<String, LogicResult> labelled = new HashMap<>();
  private final List<LogicFailure> failures = new ArrayList<>();
  private int hashThreshold = DEFAULT_HASH_THRESHOLD;
  private int passed;
  private int skipped;

  private LogicRunner(Connection connection, LogicScript script) {
    this.connection = connection;
    this.script = script;
  }

  /** Runs all records of a script, or those before it halts. */
  static LogicTally run(Connection connection, LogicScript script) {
    LogicRunner runner = new LogicRunner(connection, script);
    for (LogicRecord record : script.records()) {
      if (record instanceof LogicRecord.Halt) {
        break;
      }
      runner.run(record);
    }
    return new LogicTally(1, runner.passed, runner.skipped, List.copyOf(runner.failures));
  }

  private void run(LogicRecord record) {
    switch (record) {
      case LogicRecord.Statement statement -> run(statement);
      case LogicRecord.Query query -> run(query);
      case LogicRecord.HashThreshold threshold -> hashThreshold = threshold.values();
      case LogicRecord.Skipped _ -> skipped++;
      case LogicRecord.Halt _ -> {}
    }
  }

  private void run(LogicRecord.Statement record) {
    Outcome found = Outcome.OK;
    String said = "ok";
    try {
      execute(record.sql());
    } catch (SQLException e) {
      found = Outcome.ERROR;
      said = error(e);
    }
    judge(
        found == record.expected(),
        new LogicFailure(
            script.name(),
            record.line(),
            record.sql(),
            List.of(record.expected() == Outcome.OK ? "ok" : "error"),
            List.of(said)));
  }

  /** Some records hold several statements. */
  private void execute(String sql) throws SQLException {
    StatementSplitter splitter = new StatementSplitter();
    splitter.feed(sql + "\n;");
    for (var next = splitter.next(); next.isPresent(); next = splitter.next()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(next.get().text());
      }
    }
  }

  private void run(LogicRecord.Query query) {
    List<String> expected = query.expected();
    List<String> found;
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      LogicResult result = LogicResult.of(statement, query.types(), query.sort());
      found = result.lines(hashThreshold);
      LogicResult first = query.label().map(label -> first(label, result)).orElse(result);
      if (found.equals(expected) && !first.equals(result)) {
        expected = first.values();
        found = result.values();
      }
    } catch (SQLException e) {
      found = List.of(error(e));
    }
    judge(
        found.equals(expected),
        new LogicFailure(script.name(), query.line(), query.sql(), expected, found));
  }

  /** What the first query with a label found. */
  private LogicResult first(String label, LogicResult result) {
    LogicResult before = labelled.putIfAbsent(label, result);
    return before == null ? result : before;
  }

  private void judge(boolean good, LogicFailure failure) {
    if (good) {
      passed++;
    } else {
      failures.add(failure);
    }
  }

  private static String error(SQLException e) {
    return "error: " + e.getMessage();
  }
}
