package dev.kvsql.damage;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.damage.BaseDatabase.Direction;
import dev.kvsql.damage.BaseDatabase.Table;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every row that an application gets out of a database: of each table from both ends, up to the
 * error that ends it.
 */
final class ReadableRows {
  /** By table and key. */
  private final Map<String, String> rows = new TreeMap<>();

  private ReadableRows() {}

  /** Reads through a mount of a copy, so that nothing is written. */
  static ReadableRows of(ChunkStore chunks, List<Table> tables) {
    ReadableRows found = new ReadableRows();
    try (Mount mount = Mount.of(new OverlayChunkStore(chunks), MountOptions.defaults());
        Connection connection = mount.connect()) {
      for (Table table : tables) {
        for (Direction direction : Direction.values()) {
          found.read(connection, table, direction);
        }
      }
    } catch (SQLException | StoreException.Damaged e) {
      // Nothing more can be read.
      return found;
    }
    return found;
  }

  private void read(Connection connection, Table table, Direction direction) {
    try (Statement statement = connection.createStatement();
        ResultSet read = statement.executeQuery(table.select(direction))) {
      int columns = read.getMetaData().getColumnCount();
      while (read.next()) {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
          row.append('|').append(read.getString(column));
        }
        rows.put(table.name() + " " + read.getString(table.key()), row.toString());
      }
    } catch (SQLException e) {
      // What was read before the error is what can be read.
    }
  }

  /**
   * The rows of these that another reading does not have, or has with a value that is no longer the
   * right one. What zeros and garbage look like when they are read as a row is no row; and a value
   * that was wrong may become another.
   *
   * @param right of the database before anything was wrong with it
   */
  List<String> lostIn(ReadableRows other, ReadableRows right) {
    return rows.entrySet().stream()
        .filter(row -> {
          String key = row.getKey();
          String now = other.rows.get(key);
          return now == null
              ? right.rows.containsKey(key)
              : !now.equals(row.getValue()) && row.getValue().equals(right.rows.get(key));
        })
        .map(Map.Entry::getKey)
        .toList();
  }
}
