package dev.kvsql.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** An aggregate that needs every row of a table. */
final class ScanContender implements Contender, AutoCloseable {
  private final Engine engine;
  private final BenchTable table;
  private final Connection connection;

  ScanContender(Engine engine, Path path, BenchTable table) throws SQLException {
    this.engine = engine;
    this.table = table;
    table.createIn(engine, path);
    connection = engine.open(path);
  }

  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT count(*), sum(length(body)) FROM bench")) {
      long start = System.nanoTime();
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || row.getInt(1) != table.rows()) {
          throw new SQLException("rows are missing");
        }
      }
      return Map.of(Figure.SCAN, new long[] {System.nanoTime() - start});
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
