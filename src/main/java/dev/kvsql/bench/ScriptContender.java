package dev.kvsql.bench;

import dev.kvsql.sqlite.StatementSplitter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;

/**
 * A script in a new database each time, from its first statement until its last has returned; rows
 * are fetched. Opening and closing are not timed.
 *
 * @param whole what the time of all statements is
 * @param test what the times of the parts are, in their order
 */
record ScriptContender(Engine engine, Workplace place, SqlScript script, Figure whole, Figure test)
    implements Contender {
  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException, IOException {
    Path directory = place.fresh("script-" + side().id() + "-" + number);
    long[] nanos;
    try (Connection connection = engine.open(directory.resolve("script"))) {
      nanos = run(connection);
    }
    Workplace.clear(directory);
    return Map.of(whole, new long[] {Arrays.stream(nanos).sum()}, test, nanos);
  }

  private long[] run(Connection connection) throws SQLException {
    long[] nanos = new long[script.parts().size()];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      for (StatementSplitter.Statement statement : script.parts().get(i).statements()) {
        run(connection, statement);
      }
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private void run(Connection connection, StatementSplitter.Statement text) throws SQLException {
    // A statement of its own each time: VACUUM refuses to run beside one that is still open.
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(text.text())) {
        fetch(statement);
      }
    } catch (SQLException e) {
      throw new SQLException(
          "%s, line %d: %s".formatted(script.name(), text.line(), e.getMessage()),
          e.getSQLState(),
          e.getErrorCode(),
          e);
    }
  }

  private static void fetch(Statement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        // What it holds is nobody's business here.
      }
    }
  }
}
