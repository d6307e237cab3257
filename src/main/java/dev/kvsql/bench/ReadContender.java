package dev.kvsql.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** Rows by primary key in random order: each in a transaction of its own, then all in one. */
final class ReadContender implements Contender, AutoCloseable {
  private final Engine engine;
  private final BenchTable table;
  private final int reads;
  private final Connection connection;

  ReadContender(Engine engine, Path path, BenchTable table, int reads) throws SQLException {
    this.engine = engine;
    this.table = table;
    this.reads = reads;
    table.createIn(engine, path);
    connection = engine.open(path);
  }

  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException {
    int[] keys = table.keys(reads, number);
    long own = read(keys);
    connection.setAutoCommit(false);
    long together = read(keys);
    connection.rollback();
    connection.setAutoCommit(true);
    return Map.of(Figure.READ, new long[] {own}, Figure.READ_IN_TRANSACTION, new long[] {together});
  }

  private long read(int[] keys) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT body FROM bench WHERE id = ?")) {
      long start = System.nanoTime();
      for (int key : keys) {
        select.setInt(1, key);
        try (ResultSet row = select.executeQuery()) {
          if (!row.next() || row.getString(1).isEmpty()) {
            throw new SQLException("row " + key + " is not there");
          }
        }
      }
      return System.nanoTime() - start;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
