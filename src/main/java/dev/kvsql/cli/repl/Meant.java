package dev.kvsql.cli.repl;

import dev.kvsql.cli.failure.Suggestions;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody may have meant by a name that SQLite does not know. */
final class Meant {
  private static final Pattern UNKNOWN =
      Pattern.compile("no such (table|column|function): (?:.*\\.)?([^.]+)");

  private final Schema schema;

  Meant(Schema schema) {
    this.schema = schema;
  }

  /**
   * The name in the schema that is near.
   *
   * @param message SQLite's own words
   */
  Optional<String> by(String message, String sql) throws SQLException {
    Matcher unknown = UNKNOWN.matcher(message);
    if (!unknown.matches()) {
      return Optional.empty();
    }
    return Suggestions.nearest(
        unknown.group(2),
        switch (unknown.group(1)) {
          case "table" -> schema.tables();
          case "function" -> schema.functions();
          default -> columns(sql);
        });
  }

  /** Those of the tables that the statement names. */
  private Set<String> columns(String sql) throws SQLException {
    List<String> words = SqlToken.of(sql).stream().map(token -> token.name(sql)).toList();
    Set<String> columns = new LinkedHashSet<>();
    for (String table : schema.tables()) {
      if (words.contains(table.toLowerCase(Locale.ROOT))) {
        columns.addAll(schema.columns(table));
      }
    }
    return columns;
  }
}
