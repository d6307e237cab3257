package dev.kvsql.repair.rebuild;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.format.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Inserts rows of exactly the values given: text goes as the bytes that it is, whether they are
 * valid in the database's encoding or not.
 */
final class RowInsert implements AutoCloseable {
  private static final int MOST_STATEMENTS = 32;

  /** SQLITE_ERROR, TOOBIG, CONSTRAINT and MISMATCH (sqlite.org/rescode.html): the row's fault. */
  private static final Set<Integer> REFUSALS = Set.of(1, 18, 19, 20);

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

  RowInsert(Connection connection) {
    this.connection = connection;
  }

  /**
   * Inserts a row.
   *
   * @param table quoted
   * @param columns quoted; as many as values
   * @return why SQLite refused the row, if it did
   * @throws SQLException when it could not be written for another reason
   */
  Optional<String> insert(String table, List<String> columns, List<Value> values)
      throws SQLException {
    PreparedStatement statement = null;
    try {
      statement = statement(sql(table, columns, values));
      for (int i = 0; i < values.size(); i++) {
        bind(statement, i + 1, values.get(i));
      }
      statement.executeUpdate();
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getCause() instanceof StoreException || !REFUSALS.contains(e.getErrorCode())) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** A conflict clause of the table's own might drop this row, or another one for it. */
  private static String sql(String table, List<String> columns, List<Value> values) {
    if (columns.isEmpty()) {
      return "INSERT OR ABORT INTO main." + table + " DEFAULT VALUES";
    }
    StringBuilder places = new StringBuilder();
    for (Value value : values) {
      places.append(places.isEmpty() ? "" : ",").append(place(value));
    }
    return "INSERT OR ABORT INTO main."
        + table
        + "("
        + String.join(",", columns)
        + ") VALUES("
        + places
        + ")";
  }

  private static String place(Value value) {
    return switch (value) {
      case Value.Text _ -> "CAST(? AS TEXT)";
      case Value.Null _, Value.Int _, Value.Real _, Value.Blob _ -> "?";
    };
  }

  private static void bind(PreparedStatement statement, int index, Value value)
      throws SQLException {
    switch (value) {
      case Value.Null _ -> statement.setNull(index, Types.NULL);
      case Value.Int(long number) -> statement.setLong(index, number);
      case Value.Real(double number) -> statement.setDouble(index, number);
      case Value.Text(byte[] bytes) -> statement.setBytes(index, bytes);
      case Value.Blob(byte[] bytes) -> statement.setBytes(index, bytes);
    }
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known != null) {
      return known;
    }
    if (statements.size() == MOST_STATEMENTS) {
      Iterator<PreparedStatement> longestUnused = statements.values().iterator();
      longestUnused.next().close();
      longestUnused.remove();
    }
    PreparedStatement prepared = connection.prepareStatement(sql);
    statements.put(sql, prepared);
    return prepared;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }
}
