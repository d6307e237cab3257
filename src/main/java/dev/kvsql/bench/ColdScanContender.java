package dev.kvsql.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * An aggregate that needs every row of a large table, through a connection that has read nothing
 * yet: SQLite's page cache and the mount's read cache are empty, the operating system's is not.
 * Opening is not timed.
 */
record ColdScanContender(Engine engine, LargeDatabase database) implements Contender {
  @Override
  public Side side() {
    return engine.side();
  }

  @Override
  public Map<Figure, long[]> round(int number) throws SQLException {
    try (Connection connection = engine.open(database.path(engine))) {
      return Map.of(Figure.SCAN_COLD, new long[] {database.table().nanosToScan(connection)});
    }
  }
}
