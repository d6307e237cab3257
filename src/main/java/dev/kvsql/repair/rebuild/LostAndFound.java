package dev.kvsql.repair.rebuild;

import dev.kvsql.format.TreeItem;
import dev.kvsql.format.Value;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The table of rows that no other table took, with the columns that SQLite's own recovery gives it
 * (sqlite.org/recovery.html): the root page of the tree, the page, how many fields, the rowid, and
 * the fields. It is made when the first row comes, and gets wider as rows do.
 */
final class LostAndFound {
  private static final String NAME = "lost_and_found";
  private static final List<String> FIXED = List.of("rootpgno", "pgno", "nfield", "id");

  /** A table has at most 2000 columns (sqlite.org/limits.html). */
  private static final int MOST_FIELDS = 2000 - FIXED.size();

  private final Connection connection;
  private final RowInsert insert;
  private final String name;
  private final List<String> columns = new ArrayList<>();
  private long rows;
  private long dropped;

  /**
   * @param taken names that the schema has already, in lower case
   */
  LostAndFound(Connection connection, RowInsert insert, Set<String> taken) {
    this.connection = connection;
    this.insert = insert;
    String free = NAME;
    for (int i = 1; taken.contains(free.toLowerCase(Locale.ROOT)); i++) {
      free = NAME + "_" + i;
    }
    name = free;
  }

  /** Keeps a row; one that no table can hold is counted. */
  void add(long root, TreeItem.Row row) throws SQLException {
    List<Value> fields = row.values();
    if (fields.size() > MOST_FIELDS) {
      dropped++;
      return;
    }
    makeRoomFor(fields.size());
    List<Value> values = new ArrayList<>();
    values.add(new Value.Int(root));
    values.add(new Value.Int(row.page()));
    values.add(new Value.Int(fields.size()));
    values.add(row.rowid().isPresent() ? new Value.Int(row.rowid().getAsLong()) : new Value.Null());
    values.addAll(fields);
    Optional<String> refused = insert.insert(name, columns.subList(0, values.size()), values);
    if (refused.isEmpty()) {
      rows++;
    } else {
      dropped++;
    }
  }

  private void makeRoomFor(int fields) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (columns.isEmpty()) {
        columns.addAll(FIXED);
        statement.execute(
            "CREATE TABLE main."
                + name
                + "(rootpgno INTEGER, pgno INTEGER, nfield INTEGER, id INTEGER)");
      }
      while (columns.size() < FIXED.size() + fields) {
        String column = "c" + (columns.size() - FIXED.size());
        statement.execute("ALTER TABLE main." + name + " ADD COLUMN " + column);
        columns.add(column);
      }
    }
  }

  /** The table's name, if there is one. */
  Optional<String> table() {
    return columns.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  long rows() {
    return rows;
  }

  long dropped() {
    return dropped;
  }
}
