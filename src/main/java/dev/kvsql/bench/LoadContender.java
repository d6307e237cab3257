package dev.kvsql.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** One transaction of many rows, into a new database each time. */
record LoadContender(Engine engine, Workplace place, BenchTable table) implements Contender {
  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException, IOException {
    Path directory = place.fresh("load-" + side().id() + "-" + number);
    long start;
    long committed;
    try (Connection connection = engine.open(directory.resolve("load"))) {
      BenchTable.create(connection);
      start = System.nanoTime();
      connection.setAutoCommit(false);
      table.insert(connection);
      connection.commit();
      committed = System.nanoTime();
    }
    long closed = System.nanoTime();
    Workplace.clear(directory);
    return Map.of(
        Figure.LOAD, new long[] {committed - start},
        Figure.LOAD_AND_CLOSE, new long[] {closed - start});
  }
}
