package dev.kvsql.sqlite;

/** A table with rows that tell where each of their bytes belongs, and none of which is zero. */
final class Rows {
  static final String CREATE = "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b)";
  static final String INDEX = "CREATE INDEX i ON t(b)";

  /** What is in the table, in few words; reads all of it. */
  static final String DIGEST = "SELECT count(*), sum(length(a)), min(b), max(b) FROM t";

  private Rows() {}

  /** Rows with these ids, both inclusive, and so many bytes in each. */
  static String insert(int first, int last, int bytes) {
    return "WITH RECURSIVE n(x) AS (SELECT %d UNION ALL SELECT x + 1 FROM n WHERE x < %d)"
            .formatted(first, last)
        + " INSERT INTO t SELECT x, %s, %s FROM n".formatted(text("x", bytes), tag("x"));
  }

  /** Gives the rows of a condition so many other bytes. */
  static String update(String where, int bytes) {
    return "UPDATE t SET a = %s, b = %s WHERE %s"
        .formatted(text("id + 7", bytes), tag("id + 7"), where);
  }

  /** So many bytes, more or less, eight of them over and over. */
  private static String text(String number, int bytes) {
    return "replace(printf('%%.*c', %d, '#'), '#', %s)".formatted(bytes / 8, tag(number));
  }

  private static String tag(String number) {
    return "printf('%%08x', (%s) * 2654435761 %% 4294967296)".formatted(number);
  }
}
