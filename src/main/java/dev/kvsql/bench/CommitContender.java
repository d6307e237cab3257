package dev.kvsql.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.SplittableRandom;

/** Small durable transactions: each changes one row of a small table. */
final class CommitContender implements Contender, AutoCloseable {
  private static final int ROWS = 1000;

  private final Engine engine;
  private final BenchTable table;
  private final int commits;
  private final Connection connection;

  CommitContender(Engine engine, Path path, int commits, long seed) throws SQLException {
    this.engine = engine;
    this.commits = commits;
    table = new BenchTable(ROWS, seed);
    table.createIn(engine, path);
    connection = engine.open(path);
  }

  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException {
    SplittableRandom random = table.random(number);
    long[] nanos = new long[commits];
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE bench SET body = ? WHERE id = ?")) {
      for (int i = 0; i < commits; i++) {
        String body = BenchTable.body(random);
        int id = random.nextInt(1, ROWS + 1);
        long start = System.nanoTime();
        update.setString(1, body);
        update.setInt(2, id);
        update.executeUpdate();
        nanos[i] = System.nanoTime() - start;
      }
    }
    return Map.of(Figure.COMMIT, nanos);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
