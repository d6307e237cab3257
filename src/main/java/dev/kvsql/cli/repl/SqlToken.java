package dev.kvsql.cli.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A token of SQL, as SQLite's tokenizer cuts them (sqlite.org/lang_expr.html, lang_comment.html);
 * white space is none. Text that is not finished, such as a string without its end, is one token.
 *
 * @param start its first character
 * @param end the first character behind it
 */
public record SqlToken(Kind kind, int start, int end) {
  /** What a token is. */
  public enum Kind {
    /** A keyword or a name. */
    WORD,
    /** A name in double quotes, backticks or brackets. */
    NAME,
    /** A string or a blob. */
    STRING,
    NUMBER,
    COMMENT,
    PARAMETER,
    /** An operator or any other character. */
    SYMBOL
  }

  /** The tokens of a text, in order. */
  public static List<SqlToken> of(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c) || c == '\uFEFF') {
        at++;
      } else {
        SqlToken token = at(sql, at);
        tokens.add(token);
        at = token.end;
      }
    }
    return tokens;
  }

  /** Its text. */
  public String in(String sql) {
    return sql.substring(start, end);
  }

  /** The name that it is, without quotes and in small letters. */
  String name(String sql) {
    String text = in(sql);
    if (kind != Kind.NAME) {
      return text.toLowerCase(Locale.ROOT);
    }
    char quote = text.charAt(0);
    String inner = text.substring(1, Math.max(1, text.length() - 1));
    String plain = quote == '[' ? inner : inner.replace("" + quote + quote, "" + quote);
    return plain.toLowerCase(Locale.ROOT);
  }

  /** Whether a text that begins with a quote ends with the one that closes it. */
  static boolean isClosed(String quoted) {
    int start = quoted.startsWith("x") || quoted.startsWith("X") ? 1 : 0;
    char closing = quoted.charAt(start) == '[' ? ']' : quoted.charAt(start);
    long quotes = quoted.substring(start + 1).chars().filter(c -> c == closing).count();
    return closing == ']' ? quotes > 0 : quotes % 2 == 1;
  }

  private static SqlToken at(String sql, int start) {
    char c = sql.charAt(start);
    if (sql.startsWith("--", start)) {
      return new SqlToken(Kind.COMMENT, start, behind(sql, "\n", start));
    }
    if (sql.startsWith("/*", start)) {
      return new SqlToken(Kind.COMMENT, start, behind(sql, "*/", start + 2));
    }
    return switch (c) {
      case '\'' -> new SqlToken(Kind.STRING, start, quoted(sql, start, '\''));
      case '"', '`' -> new SqlToken(Kind.NAME, start, quoted(sql, start, c));
      case '[' -> new SqlToken(Kind.NAME, start, behind(sql, "]", start + 1));
      case '?', ':', '@', '$', '#' -> new SqlToken(Kind.PARAMETER, start, word(sql, start + 1));
      default -> wordOrSymbol(sql, start, c);
    };
  }

  private static SqlToken wordOrSymbol(String sql, int start, char c) {
    boolean digit = isDigit(c);
    if (digit || (c == '.' && start + 1 < sql.length() && isDigit(sql.charAt(start + 1)))) {
      return new SqlToken(Kind.NUMBER, start, number(sql, start));
    }
    if ((c == 'x' || c == 'X') && sql.startsWith("'", start + 1)) {
      return new SqlToken(Kind.STRING, start, quoted(sql, start + 1, '\''));
    }
    if (isWordPart(c)) {
      return new SqlToken(Kind.WORD, start, word(sql, start + 1));
    }
    for (String operator : List.of("->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "==")) {
      if (sql.startsWith(operator, start)) {
        return new SqlToken(Kind.SYMBOL, start, start + operator.length());
      }
    }
    return new SqlToken(Kind.SYMBOL, start, start + 1);
  }

  private static int quoted(String sql, int start, char quote) {
    int at = start + 1;
    while (at < sql.length()) {
      if (sql.charAt(at) != quote) {
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return at;
  }

  private static int behind(String sql, String end, int from) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }

  private static int word(String sql, int from) {
    int at = from;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int number(String sql, int start) {
    int at = start;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      boolean sign =
          (c == '+' || c == '-') && "eE".indexOf(sql.charAt(Math.max(start, at - 1))) >= 0;
      if (!isWordPart(c) && c != '.' && !sign) {
        return at;
      }
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isWordPart(char c) {
    return c == '_' || c == '$' || c >= 0x80 || Character.isLetterOrDigit(c);
  }
}
