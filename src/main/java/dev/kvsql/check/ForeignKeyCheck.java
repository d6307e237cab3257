package dev.kvsql.check;

import dev.kvsql.chunk.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SQLite's foreign_key_check (sqlite.org/pragma.html): rows whose foreign key names no row. Nothing
 * keeps a database from having them while foreign_keys is off, as it is by default.
 */
final class ForeignKeyCheck {
  private ForeignKeyCheck() {}

  private record Key(String table, String parent, int number) {}

  /** Adds a finding for each foreign key of a table that some rows violate. */
  static void of(Statement statement, List<Finding> found) {
    Map<Key, PageFinding.ForeignKey> violated = new LinkedHashMap<>();
    try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
      while (rows.next()) {
        Key key = new Key(rows.getString(1), rows.getString(3), rows.getInt(4));
        violated.merge(key, row(key, rows), (sum, one) -> sum.withOneMore());
      }
    } catch (SQLException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      // A key that names no unique columns can be declared, and is refused only when it is used.
      found.add(new PageFinding.ForeignKeysUnchecked(String.valueOf(e.getMessage())));
    }
    found.addAll(violated.values());
  }

  private static PageFinding.ForeignKey row(Key key, ResultSet rows) throws SQLException {
    long rowid = rows.getLong(2);
    Optional<Long> first = rows.wasNull() ? Optional.empty() : Optional.of(rowid);
    return new PageFinding.ForeignKey(key.table, key.parent, 1, first);
  }
}
