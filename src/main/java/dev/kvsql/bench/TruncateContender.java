package dev.kvsql.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Deletes all rows of a large table, which leaves free pages, and then has VACUUM truncate the file
 * to two pages: the first, and the root of the empty table. Each round has a fresh copy, which is
 * made and opened before the time runs. What a store does when it is closed is not timed.
 */
record TruncateContender(Engine engine, LargeDatabase database) implements Contender {
  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException, IOException {
    Path directory = database.place().fresh("truncate-" + side().id() + "-" + number);
    Path copy = directory.resolve("copy");
    Workplace.copy(database.path(engine), copy);
    long start;
    long deleted;
    long truncated;
    try (Connection connection = engine.open(copy);
        Statement statement = connection.createStatement()) {
      start = System.nanoTime();
      statement.execute("DELETE FROM bench");
      deleted = System.nanoTime();
      statement.execute("VACUUM");
      truncated = System.nanoTime();
    }
    Workplace.clear(directory);
    return Map.of(
        Figure.TRUNCATE, new long[] {truncated - deleted},
        Figure.DELETE_AND_TRUNCATE, new long[] {truncated - start});
  }
}
