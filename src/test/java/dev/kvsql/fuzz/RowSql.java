package dev.kvsql.fuzz;

/**
 * Statements about rows, of tables whose columns are {@code id}, {@code a} and {@code b}. Nothing
 * in them depends on the time or on chance.
 */
final class RowSql {
  private static final int[] PAGE_BYTES = {512, 1024, 4096, 8192, 65_536};
  private static final String COUNTING =
      "WITH RECURSIVE n(x) AS (SELECT %d UNION ALL SELECT x + 1 FROM n WHERE x < %d) ";

  private final Dice dice;

  RowSql(Dice dice) {
    this.dice = dice;
  }

  /** A table, a view or a temporary table; not each is always there. */
  static String table(Dice dice) {
    String own = dice.of("t0", "t0", "t0", "t0", "t1", "t1", "t1", "t2", "t2", "t2", "u0", "v0");
    return Features.ATTACH && dice.oneIn(5) ? "aux.t0" : own;
  }

  private String table() {
    return table(dice);
  }

  /** A statement that changes rows. */
  String change() {
    return switch (dice.below(12)) {
      case 0, 1 -> insertMany();
      case 2, 3, 4 -> insertOne();
      case 5, 6 -> "UPDATE " + table() + " SET " + assignment() + " WHERE " + condition();
      case 7 -> "UPDATE OR " + conflict() + " " + table() + " SET id = id + 3, b = " + value();
      case 8 -> "DELETE FROM " + table() + " WHERE " + condition();
      case 9 -> "DELETE FROM " + table() + (dice.oneIn(4) ? "" : " WHERE " + condition());
      case 10 -> "INSERT INTO " + table() + "(a, b) SELECT b, a FROM " + table() + " LIMIT 40";
      default ->
          "INSERT INTO "
              + table()
              + "(id, a) VALUES("
              + dice.below(60)
              + ", "
              + value()
              + ") ON CONFLICT(id) DO UPDATE SET a = excluded.a RETURNING id, length(a)";
    };
  }

  /** Many rows at once, of one size. */
  String insertMany() {
    int first = dice.below(400);
    return COUNTING.formatted(first, first + dice.below(60))
        + "INSERT OR "
        + conflict()
        + " INTO "
        + dice.of("t0", "t0", "t1", table())
        + "(id, a, b) SELECT x, "
        + content(dice.below(dice.oneIn(5) ? 1500 : 200), "printf('%04x', x * 40503 % 65536)")
        + ", x * 7919 % 1009 FROM n";
  }

  private String insertOne() {
    String id = dice.oneIn(2) ? "NULL" : String.valueOf(dice.below(500));
    return "INSERT "
        + (dice.oneIn(2) ? "" : "OR " + conflict() + " ")
        + "INTO %s(id, a, b) VALUES(%s, %s, %s)".formatted(table(), id, value(), value());
  }

  private String conflict() {
    return dice.of("ABORT", "ROLLBACK", "FAIL", "IGNORE", "REPLACE", "REPLACE");
  }

  private String assignment() {
    return dice.of(
        "a = " + value(),
        "b = " + value(),
        "a = b, b = a",
        "a = substr(a || a, 1, 9000)",
        "b = substr(a, 1, 30)");
  }

  private String condition() {
    int some = 1 + dice.below(9);
    return dice.of(
        "id % " + some + " = 0",
        "id BETWEEN " + 10 * some + " AND " + 20 * some,
        "b > " + 100 * some,
        "length(a) > " + 100 * some,
        "id = " + some,
        "id IN (SELECT id FROM " + table() + " ORDER BY b DESC LIMIT " + some + ")");
  }

  private String value() {
    return switch (dice.below(10)) {
      case 0 -> "NULL";
      case 1 -> String.valueOf(dice.below(1000));
      case 2 -> dice.of("9223372036854775807", "-1", "1.5", "-9e99", "''", "x''");
      case 3, 4, 5 -> content(boundary(), "'%08x'".formatted(dice.below(Integer.MAX_VALUE)));
      case 6 -> "zeroblob(" + boundary() + ")";
      default -> content(dice.below(600), "'%04x'".formatted(dice.below(65_536)));
    };
  }

  /** So many bytes of text over and over, as a blob or as text. */
  private String content(int bytes, String unit) {
    String filled =
        "substr(replace(printf('%%.*c', %d, '#'), '#', %s), 1, %d)"
            .formatted(bytes / 4 + 1, unit, bytes);
    return dice.oneIn(2) ? "CAST(" + filled + " AS BLOB)" : filled;
  }

  /** Sizes at which something changes: of chunks, or where a page's cell begins to overflow. */
  private int boundary() {
    int near = dice.below(5) - 2;
    if (dice.oneIn(40)) {
      return dice.of(65_536, 65_536, 1 << 20) + near;
    }
    int page = PAGE_BYTES[dice.below(dice.oneIn(8) ? 5 : 3)];
    int threshold =
        dice.of(
            0,
            4096,
            8192,
            page - 35,
            (page - 12) * 32 / 255 - 23,
            (page - 12) * 64 / 255 - 23,
            2 * (page - 4));
    return Math.max(0, threshold + near);
  }

  /** A statement that reads. */
  String query() {
    String table = table();
    return switch (dice.below(8)) {
      case 0 -> "SELECT count(*), sum(length(a)), min(b), max(b) FROM " + table;
      case 1 -> "SELECT id, length(a), quote(substr(a, -9)) FROM " + table + " ORDER BY id";
      case 2 -> "SELECT b, count(*), hex(max(a)) FROM " + table + " GROUP BY b ORDER BY b LIMIT 9";
      case 3 -> "SELECT count(*) FROM " + table + " x JOIN " + table() + " y ON x.b = y.b";
      case 4 -> "SELECT name, pageno, pagetype, ncell, unused FROM dbstat ORDER BY pageno LIMIT 50";
      case 5 -> "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema";
      case 6 ->
          COUNTING.formatted(1, 3000)
              + "SELECT count(*), max(y) FROM (SELECT x * 40503 % 65536 AS y FROM n ORDER BY y)";
      default -> "SELECT *, row_number() OVER (ORDER BY b, id) FROM " + table + " LIMIT 20";
    };
  }
}
