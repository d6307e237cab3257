package dev.kvsql.repair.rebuild;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.format.SchemaEntry;
import dev.kvsql.format.Value;
import dev.kvsql.repair.rebuild.RebuildReport.LeftOut;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the schema of a damaged database anew, in an order in which nothing of it runs while rows
 * are filled in: tables, then indexes, views and triggers, and virtual tables as mere rows of the
 * schema, so that their module is not asked.
 */
final class TargetSchema {
  /** The counters of AUTOINCREMENT. */
  static final String SEQUENCE = "sqlite_sequence";

  private static final Set<String> STATISTICS = Set.of("sqlite_stat1", "sqlite_stat4");
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_ERROR = 1;

  private final Connection connection;
  private final List<SchemaEntry> entries;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private Sequence sequence = Sequence.NONE;

  /** Which counters of AUTOINCREMENT were read. */
  private enum Sequence {
    NONE,
    IN_PART,
    WHOLE
  }

  TargetSchema(Connection connection, List<SchemaEntry> entries) {
    this.connection = connection;
    this.entries = List.copyOf(entries);
  }

  /** What could not be made so far. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Makes the tables that have rows. */
  void makeTables() throws SQLException {
    Set<String> wanted = entries.stream().map(SchemaEntry::name).collect(Collectors.toSet());
    if (wanted.contains(SEQUENCE)) {
      run("CREATE TABLE main.s(i INTEGER PRIMARY KEY AUTOINCREMENT)");
      run("DROP TABLE main.s");
    }
    if (wanted.stream().anyMatch(STATISTICS::contains)) {
      makeStatistics(wanted);
    }
    for (SchemaEntry entry : entries) {
      boolean own = !entry.name().startsWith("sqlite_");
      switch (SchemaSql.of(entry)) {
        case TABLE -> {
          if (own) {
            make(entry);
          }
        }
        case NOTHING -> {
          // What a constraint made has no SQL: it is there with its table.
          if (own || entry.sql().isPresent()) {
            leaveOut(entry, "its SQL is not as SQLite writes it");
          }
        }
        case VIRTUAL_TABLE, INDEX, VIEW, TRIGGER -> {}
      }
    }
  }

  /** ANALYZE makes the tables that this SQLite knows; it reads nothing when it is new. */
  private void makeStatistics(Set<String> wanted) throws SQLException {
    run("ANALYZE main.sqlite_schema");
    for (String table : STATISTICS) {
      run(
          wanted.contains(table)
              ? "SELECT 1 FROM sqlite_schema WHERE name = '" + table + "'"
              : "DROP TABLE IF EXISTS main." + table);
    }
  }

  /**
   * Remembers the counters of AUTOINCREMENT as they are now: filling tables raises them.
   *
   * @param losses counters that could not be read; those are as filling leaves them
   */
  void keepSequence(Losses losses) throws SQLException {
    run(
        "CREATE TEMP TABLE IF NOT EXISTS kept_sequence AS"
            + " SELECT rowid AS id, name, seq FROM main.sqlite_sequence");
    sequence = losses.isNone() ? Sequence.WHOLE : Sequence.IN_PART;
  }

  private void putSequenceBack() throws SQLException {
    switch (sequence) {
      case NONE -> {
        return;
      }
      case WHOLE -> run("DELETE FROM main.sqlite_sequence");
      case IN_PART ->
          run(
              "DELETE FROM main.sqlite_sequence"
                  + " WHERE name IN (SELECT name FROM temp.kept_sequence)");
    }
    run(
        "INSERT OR REPLACE INTO main.sqlite_sequence(rowid, name, seq)"
            + " SELECT id, name, seq FROM temp.kept_sequence");
  }

  /** Makes all that is no table, once the rows are there. */
  void makeTheRest(RowInsert insert, Charset encoding) throws SQLException {
    putSequenceBack();
    for (SchemaSql.Makes kind :
        List.of(SchemaSql.Makes.INDEX, SchemaSql.Makes.VIEW, SchemaSql.Makes.TRIGGER)) {
      for (SchemaEntry entry : entries) {
        if (SchemaSql.of(entry) == kind) {
          make(entry);
        }
      }
    }
    for (SchemaEntry entry : entries) {
      if (SchemaSql.of(entry) == SchemaSql.Makes.VIRTUAL_TABLE) {
        writeDown(entry, insert, encoding);
      }
    }
  }

  private void make(SchemaEntry entry) throws SQLException {
    try {
      run(entry.sql().orElseThrow());
    } catch (SQLException e) {
      requireRefusal(e);
      leaveOut(entry, String.valueOf(e.getMessage()));
    }
  }

  /** A row of the schema that SQLite cannot read would take the whole database with it. */
  private void writeDown(SchemaEntry entry, RowInsert insert, Charset encoding)
      throws SQLException {
    run("PRAGMA writable_schema=ON");
    run("BEGIN");
    Optional<String> refused =
        insert.insert(
            "sqlite_schema",
            List.of("type", "name", "tbl_name", "rootpage", "sql"),
            List.of(
                text(entry.type(), encoding),
                text(entry.name(), encoding),
                text(entry.tableName(), encoding),
                new Value.Int(0),
                text(entry.sql().orElseThrow(), encoding)));
    if (refused.isEmpty()) {
      refused = problemOfSchema();
    }
    run(refused.isEmpty() ? "COMMIT" : "ROLLBACK");
    run("PRAGMA writable_schema=RESET");
    refused.ifPresent(why -> leaveOut(entry, why));
  }

  private static Value text(String text, Charset encoding) {
    return new Value.Text(text.getBytes(encoding));
  }

  private Optional<String> problemOfSchema() throws SQLException {
    try {
      run("PRAGMA writable_schema=RESET");
      run("SELECT count(*) FROM sqlite_schema");
      return Optional.empty();
    } catch (SQLException e) {
      requireRefusal(e);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Names that are taken, in lower case. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    entries.forEach(entry -> names.add(SchemaSql.folded(entry.name())));
    return names;
  }

  private void leaveOut(SchemaEntry entry, String why) {
    leftOut.add(new LeftOut(entry.type(), entry.name(), why));
  }

  private static void requireRefusal(SQLException e) throws SQLException {
    boolean refusal =
        switch (e.getErrorCode()) {
          case SQLITE_ERROR, SQLITE_CORRUPT -> true;
          case 18, 19, 20 -> true;
          default -> false;
        };
    if (!refusal || e.getCause() instanceof StoreException) {
      throw e;
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
