package dev.kvsql.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** An aggregate that needs every row of a small table, most of which was read before. */
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
    return Map.of(Figure.SCAN, new long[] {table.nanosToScan(connection)});
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
