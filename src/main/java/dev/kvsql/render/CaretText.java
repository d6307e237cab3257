package dev.kvsql.render;

import java.util.List;

/** Shows a place in a statement: its line, and a caret under the place. */
public final class CaretText {
  private static final String INDENT = "  ";
  private static final String ELLIPSIS = "…";

  /** What is shown of a long line on either side of the place, in characters. */
  private static final int AROUND = 50;

  private CaretText() {}

  /**
   * The two lines.
   *
   * @param sql the statement
   * @param offset of the place in it, in characters; its length for its end
   */
  public static List<String> lines(String sql, int offset) {
    int lineStart = sql.lastIndexOf('\n', offset - 1) + 1;
    int newline = sql.indexOf('\n', offset);
    int lineEnd = newline < 0 ? sql.length() : newline;
    int from = whole(sql, Math.max(lineStart, offset - AROUND));
    int to = whole(sql, Math.min(lineEnd, offset + AROUND));
    String before = (from > lineStart ? ELLIPSIS : "") + shown(sql.substring(from, offset));
    String behind = shown(sql.substring(offset, to)) + (to < lineEnd ? ELLIPSIS : "");
    return List.of(INDENT + before + behind, INDENT + " ".repeat(DisplayWidth.of(before)) + "^");
  }

  private static String shown(String part) {
    return Escapes.forTerminal(part.replace('\t', ' ').replace("\r", ""));
  }

  /** Not between the halves of a character. */
  private static int whole(String sql, int at) {
    return at > 0 && at < sql.length() && Character.isLowSurrogate(sql.charAt(at)) ? at + 1 : at;
  }
}
