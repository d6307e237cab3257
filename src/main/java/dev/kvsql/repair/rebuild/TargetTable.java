package dev.kvsql.repair.rebuild;

import dev.kvsql.format.TreeItem;
import dev.kvsql.format.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of the new database, and which of its columns a record of the old one fills: what SQLite
 * says of the table that it has just made (sqlite.org/pragma.html, table_xinfo and index_xinfo).
 *
 * @param name quoted
 * @param stored the columns in the order of a record, which is that of fileformat2, section 2.3 and
 *     2.4: those of a WITHOUT ROWID table begin with its primary key
 * @param key how a row is told from others
 */
record TargetTable(String name, List<Column> stored, Key key) {

  /** A column that records hold. */
  record Column(String quoted, Source source) {}

  /** Where a column's value comes from. */
  enum Source {
    RECORD,
    /** INTEGER PRIMARY KEY: the record has NULL in its place. */
    ROWID,
    /** Stored, but for SQLite to compute. */
    GENERATED
  }

  /** How a row is told from others. */
  sealed interface Key {
    /** By its rowid, which goes under this name, quoted. */
    record Rowid(String quoted) implements Key {}

    /** By its rowid, which cannot be set. */
    record HiddenRowid() implements Key {}

    /** WITHOUT ROWID. */
    record Columns() implements Key {}
  }

  private record Described(long cid, String name, String type, long primaryKey, long hidden) {
    private static final int VIRTUAL = 2;
    private static final int STORED = 3;

    boolean isStored() {
      return hidden != VIRTUAL;
    }

    Column column(Source source) {
      return new Column(SchemaSql.quoted(name), hidden == STORED ? Source.GENERATED : source);
    }
  }

  /** Describes a table; nothing when the database has none of that name. */
  static Optional<TargetTable> of(Connection connection, String name) throws SQLException {
    List<Long> withoutRowid =
        query(
            connection,
            "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                + " AND name = ?",
            name,
            row -> row.getLong(1));
    if (withoutRowid.isEmpty()) {
      return Optional.empty();
    }
    List<Described> columns =
        query(
            connection,
            "SELECT cid, name, type, pk, hidden FROM pragma_table_xinfo(?)",
            name,
            row ->
                new Described(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5)));
    List<String> keyIndex =
        query(
            connection,
            "SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'",
            name,
            row -> row.getString(1));
    return Optional.of(
        withoutRowid.getFirst() != 0
            ? withoutRowid(connection, name, columns, keyIndex.getFirst())
            : withRowid(name, columns, keyIndex.isEmpty()));
  }

  private static TargetTable withoutRowid(
      Connection connection, String name, List<Described> columns, String keyIndex)
      throws SQLException {
    Map<Long, Described> byId =
        columns.stream()
            .collect(Collectors.toMap(Described::cid, column -> column, (a, b) -> a, TreeMap::new));
    List<Column> stored = new ArrayList<>();
    for (long cid :
        query(
            connection,
            "SELECT cid FROM pragma_index_xinfo(?) ORDER BY seqno",
            keyIndex,
            row -> row.getLong(1))) {
      Optional.ofNullable(byId.get(cid))
          .ifPresent(column -> stored.add(column.column(Source.RECORD)));
    }
    return new TargetTable(SchemaSql.quoted(name), stored, new Key.Columns());
  }

  /** An INTEGER PRIMARY KEY is the rowid, unless an index had to be made for it. */
  private static TargetTable withRowid(String name, List<Described> columns, boolean noKeyIndex) {
    List<Described> key = columns.stream().filter(column -> column.primaryKey() > 0).toList();
    boolean alias =
        noKeyIndex && key.size() == 1 && key.getFirst().type().equalsIgnoreCase("INTEGER");
    List<Column> stored =
        columns.stream()
            .filter(Described::isStored)
            .map(column ->
                column.column(alias && column.primaryKey() > 0 ? Source.ROWID : Source.RECORD))
            .toList();
    return new TargetTable(
        SchemaSql.quoted(name), stored, alias ? rowid(key.getFirst()) : hiddenRowid(columns));
  }

  private static Key rowid(Described alias) {
    return new Key.Rowid(SchemaSql.quoted(alias.name()));
  }

  private static Key hiddenRowid(List<Described> columns) {
    List<String> taken = columns.stream().map(column -> SchemaSql.folded(column.name())).toList();
    Optional<String> free =
        Stream.of("rowid", "_rowid_", "oid").filter(name -> !taken.contains(name)).findFirst();
    return free.isPresent() ? new Key.Rowid(SchemaSql.quoted(free.get())) : new Key.HiddenRowid();
  }

  /** Whether every row keeps what it was told from others by. */
  RebuildReport.Rowids rowids() {
    return key instanceof Key.HiddenRowid
        ? RebuildReport.Rowids.RENUMBERED
        : RebuildReport.Rowids.KEPT;
  }

  /**
   * Inserts a row. A record may be shorter than the table: the columns that were added later have
   * their default (sqlite.org/lang_altertable.html), which inserting gives them as well.
   *
   * @return why the row is not in the table now, if it is not
   */
  Optional<String> insert(RowInsert insert, TreeItem.Row row) throws SQLException {
    List<Value> values = row.values();
    if (row.placement() == TreeItem.Placement.OUT_OF_PLACE) {
      return Optional.of("its rowid is not one of those that its page should have");
    }
    if (row.rowid().isEmpty() != key instanceof Key.Columns) {
      return Optional.of("it is stored as the rows of another kind of table are");
    }
    if (values.size() > stored.size()) {
      return Optional.of("it has more columns than the table");
    }
    List<String> names = new ArrayList<>();
    List<Value> inserted = new ArrayList<>();
    if (key instanceof Key.Rowid(String quoted)) {
      names.add(quoted);
      inserted.add(new Value.Int(row.rowid().orElseThrow()));
    }
    for (int i = 0; i < values.size(); i++) {
      if (stored.get(i).source() == Source.RECORD) {
        names.add(stored.get(i).quoted());
        inserted.add(values.get(i));
      }
    }
    return insert.insert(name, names, inserted);
  }

  /** Reads one row of a result. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> query(
      Connection connection, String sql, String parameter, RowReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
    }
    return found;
  }
}
