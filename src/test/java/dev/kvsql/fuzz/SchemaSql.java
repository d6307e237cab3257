package dev.kvsql.fuzz;

import java.util.List;

/** Statements that change the schema: few names, so that many things are there and many are not. */
final class SchemaSql {
  private static final List<String> TABLES =
      List.of(
          "(id INTEGER PRIMARY KEY, a, b)",
          "(id INTEGER PRIMARY KEY, a, b)",
          "(id INTEGER PRIMARY KEY AUTOINCREMENT, a, b UNIQUE)",
          "(id INT PRIMARY KEY, a BLOB, b TEXT) WITHOUT ROWID",
          "(id INTEGER, a, b, PRIMARY KEY(b, id)) WITHOUT ROWID",
          "(id INTEGER PRIMARY KEY, a, b, g AS (length(a)) STORED, h AS (b || '!'))",
          "(id INTEGER PRIMARY KEY, a NOT NULL, b CHECK(length(b) < 900))",
          "(id INTEGER PRIMARY KEY, a, b REFERENCES t0(id) ON DELETE CASCADE)",
          "(id INTEGER PRIMARY KEY, a ANY, b ANY) STRICT");

  private final Dice dice;

  SchemaSql(Dice dice) {
    this.dice = dice;
  }

  /** A new table, unless it is there already. */
  String table(int number) {
    return "CREATE TABLE IF NOT EXISTS t" + number + dice.of(TABLES);
  }

  /** A new table that only this connection sees. */
  String temporaryTable() {
    return "CREATE TEMP TABLE u0" + dice.of(TABLES);
  }

  private String table() {
    return table(dice.below(3));
  }

  private String view() {
    return "CREATE VIEW v0 AS SELECT id, substr(a, 1, 8) AS a, b FROM " + RowSql.table(dice);
  }

  String change() {
    String table = RowSql.table(dice);
    String index = "i" + dice.below(4);
    return switch (dice.below(20)) {
      case 0, 1, 2 -> table();
      case 18, 19 -> view();
      case 3 -> "CREATE TABLE t2 AS SELECT * FROM " + table;
      case 4 -> temporaryTable();
      case 5 -> "CREATE INDEX IF NOT EXISTS " + index + " ON " + table + "(b, a)";
      case 6 -> "CREATE UNIQUE INDEX " + index + " ON " + table + "(b, id)";
      case 7 -> "CREATE INDEX " + index + " ON " + table + "(length(a)) WHERE b IS NOT NULL";
      case 8, 9, 10 -> trigger(table);
      case 11 -> "ALTER TABLE " + table + " RENAME TO t" + dice.below(3);
      case 12 -> "ALTER TABLE " + table + " ADD COLUMN c DEFAULT 'added'";
      case 13 -> "ALTER TABLE " + table + dice.of(" DROP COLUMN c", " RENAME COLUMN c TO d");
      case 14 -> "DROP TABLE " + table;
      case 15 -> dice.of("DROP INDEX " + index, "DROP VIEW v0", "DROP TRIGGER r" + dice.below(2));
      case 16 -> "CREATE VIRTUAL TABLE IF NOT EXISTS f USING fts5(a)";
      default -> "INSERT INTO f SELECT hex(substr(a, 1, 40)) || ' ' || b FROM " + table;
    };
  }

  private String trigger(String table) {
    String action =
        dice.of(
            "UPDATE t1 SET b = new.id WHERE id % 5 = 0",
            "DELETE FROM t2 WHERE id = new.id",
            "INSERT OR REPLACE INTO t2(id, a) VALUES(new.id, new.b)",
            "SELECT RAISE(%s, 'refused') WHERE new.id %% 11 = 0"
                .formatted(dice.of("ABORT", "ROLLBACK", "FAIL")));
    return "CREATE TRIGGER r%d %s %s ON %s BEGIN %s; END"
        .formatted(
            dice.below(2),
            dice.of("AFTER", "BEFORE", "INSTEAD OF"),
            dice.of("INSERT", "UPDATE"),
            table,
            action);
  }
}
