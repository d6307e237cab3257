package dev.kvsql.repair.rebuild;

import dev.kvsql.format.SchemaEntry;
import java.util.Locale;

/**
 * Says which statement the SQL of a schema row is. What does not look as SQLite writes it there
 * (sqlite.org/schematab.html) is not to be run: it comes from a file that nobody vouches for.
 */
final class SchemaSql {
  /** What a statement makes. */
  enum Makes {
    TABLE,
    VIRTUAL_TABLE,
    INDEX,
    VIEW,
    TRIGGER,
    /** Not what the row says, or more than a statement that defines something may do. */
    NOTHING
  }

  private SchemaSql() {}

  /** Whether a row is of a table that has a b-tree. */
  static boolean hasRows(SchemaEntry entry) {
    return entry.type().equals("table") && entry.root() != 0;
  }

  /** What the SQL of a row makes. */
  static Makes of(SchemaEntry entry) {
    String sql = entry.sql().orElse("");
    Makes makes =
        switch (entry.type()) {
          case "table" -> tableOf(sql);
          case "index" ->
              starts(sql, "CREATE INDEX ") || starts(sql, "CREATE UNIQUE INDEX ")
                  ? Makes.INDEX
                  : Makes.NOTHING;
          case "view" -> starts(sql, "CREATE VIEW ") ? Makes.VIEW : Makes.NOTHING;
          case "trigger" -> starts(sql, "CREATE TRIGGER ") ? Makes.TRIGGER : Makes.NOTHING;
          default -> Makes.NOTHING;
        };
    return sql.indexOf(0) >= 0 ? Makes.NOTHING : makes;
  }

  /** A table's columns are listed: {@code CREATE TABLE AS SELECT} would run a query. */
  private static Makes tableOf(String sql) {
    if (starts(sql, "CREATE VIRTUAL TABLE ")) {
      return Makes.VIRTUAL_TABLE;
    }
    String create = "CREATE TABLE ";
    if (!starts(sql, create)) {
      return Makes.NOTHING;
    }
    int at = afterSpace(sql, afterName(sql, afterSpace(sql, create.length())));
    return at < sql.length() && sql.charAt(at) == '(' ? Makes.TABLE : Makes.NOTHING;
  }

  private static boolean starts(String sql, String words) {
    return sql.regionMatches(true, 0, words, 0, words.length());
  }

  /** Goes past a name, bare or in quotes; a quote in quotes is doubled. */
  private static int afterName(String sql, int start) {
    if (start >= sql.length()) {
      return start;
    }
    char open = sql.charAt(start);
    if ("\"'`[".indexOf(open) < 0) {
      int at = start;
      while (at < sql.length() && isBare(sql.charAt(at))) {
        at++;
      }
      return at;
    }
    char close = open == '[' ? ']' : open;
    int end = sql.indexOf(close, start + 1);
    while (open != '[' && end >= 0 && sql.startsWith(String.valueOf(close), end + 1)) {
      end = sql.indexOf(close, end + 2);
    }
    return end < 0 ? sql.length() : end + 1;
  }

  private static boolean isBare(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
  }

  /** Goes past white space and comments. */
  private static int afterSpace(String sql, int start) {
    int at = start;
    while (at < sql.length()) {
      int end;
      if (" \t\n\f\r".indexOf(sql.charAt(at)) >= 0) {
        end = at + 1;
      } else if (sql.startsWith("--", at)) {
        end = sql.indexOf('\n', at) + 1;
      } else if (sql.startsWith("/*", at)) {
        end = sql.indexOf("*/", at + 2) + 2;
      } else {
        return at;
      }
      if (end <= at) {
        return sql.length();
      }
      at = end;
    }
    return at;
  }

  /** A name as a quoted identifier. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Names of columns compare without the case of ASCII letters. */
  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
