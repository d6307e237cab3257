package dev.kvsql.cli.repl;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a statement an error is. The driver does not hand out {@code sqlite3_error_offset}, so
 * the place is that of the token which the message names; when that stands in several places, it is
 * asked of SQLite's parser, which reads from left to right: the first of them with which the
 * statement up to there has the same error. No place is better than a wrong one.
 */
final class ErrorPlace {
  private static final Pattern TOKEN =
      Pattern.compile("(near|unrecognized token:) \"(.*)\"(: syntax error)?", Pattern.DOTALL);
  private static final Pattern NAME =
      Pattern.compile(
          "(?:no such (?:table|column|function|index|view|trigger|module|collation sequence)"
              + "|ambiguous column name): (?:.*\\.)?([^.]+)",
          Pattern.DOTALL);

  /** Each one is a statement for the parser. */
  private static final int MOST_TRIALS = 100;

  private final String sql;
  private final UnaryOperator<String> parser;

  /**
   * @param parser gives the message of the error in a statement, or nothing, and runs none
   */
  ErrorPlace(String sql, UnaryOperator<String> parser) {
    this.sql = sql;
    this.parser = parser;
  }

  /**
   * The place of an error.
   *
   * @param message SQLite's own words
   * @return an offset in characters; nothing when it is not sure
   */
  OptionalInt of(String message) {
    if (message.equals("incomplete input")) {
      return OptionalInt.of(sql.stripTrailing().length());
    }
    Matcher token = TOKEN.matcher(message);
    if (token.matches()) {
      return first(starts(token.group(2)), message);
    }
    Matcher name = NAME.matcher(message);
    return name.matches() ? only(named(name.group(1))) : OptionalInt.empty();
  }

  private List<SqlToken> starts(String text) {
    return tokens().stream().filter(token -> token.in(sql).equals(text)).toList();
  }

  private List<SqlToken> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return tokens().stream().filter(token -> token.name(sql).equals(wanted)).toList();
  }

  private List<SqlToken> tokens() {
    return SqlToken.of(sql).stream()
        .filter(token -> token.kind() != SqlToken.Kind.COMMENT)
        .toList();
  }

  private static OptionalInt only(List<SqlToken> found) {
    return found.size() == 1 ? OptionalInt.of(found.getFirst().start()) : OptionalInt.empty();
  }

  private OptionalInt first(List<SqlToken> candidates, String message) {
    // Some pragmas take effect when they are parsed.
    if (candidates.size() < 2 || candidates.size() > MOST_TRIALS || isPragma()) {
      return only(candidates);
    }
    return candidates.stream()
        .filter(candidate -> parser.apply(sql.substring(0, candidate.end())).equals(message))
        .mapToInt(SqlToken::start)
        .findFirst();
  }

  private boolean isPragma() {
    return tokens().stream().anyMatch(token -> token.name(sql).equals("pragma"));
  }
}
