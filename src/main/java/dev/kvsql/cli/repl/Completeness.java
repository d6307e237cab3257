package dev.kvsql.cli.repl;

import dev.kvsql.sqlite.StatementSplitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Whether an input may run as it stands, or goes on. */
public final class Completeness {
  private Completeness() {}

  /** Whether it ends between statements; a dot command is whole by itself. */
  public static boolean isComplete(String text) {
    if (text.startsWith(".") && text.indexOf('\n') < 0) {
      return true;
    }
    StatementSplitter splitter = new StatementSplitter();
    splitter.feed(text + "\n");
    return splitter.isBetweenStatements();
  }

  /** What an input goes on for: a quote or bracket that is to be closed, or a semicolon. */
  public static Optional<String> missing(String text) {
    return isComplete(text) ? Optional.empty() : Optional.of(open(text));
  }

  private static String open(String text) {
    Deque<String> open = new ArrayDeque<>();
    for (SqlToken token : SqlToken.of(text)) {
      String word = token.in(text);
      switch (token.kind()) {
        case STRING, NAME, COMMENT -> {
          Optional<String> closing = unclosed(token, word, text.length());
          if (closing.isPresent()) {
            return closing.get();
          }
        }
        case SYMBOL -> {
          if (word.equals("(")) {
            open.push(")");
          } else if (word.equals(")")) {
            open.poll();
          }
        }
        case WORD, NUMBER, PARAMETER -> {}
      }
    }
    return open.isEmpty() ? ";" : open.peek();
  }

  /** What would close the last token, if it is not closed. */
  private static Optional<String> unclosed(SqlToken token, String word, int length) {
    if (token.end() < length) {
      return Optional.empty();
    }
    if (token.kind() == SqlToken.Kind.COMMENT) {
      return word.startsWith("/*") && (word.length() < 4 || !word.endsWith("*/"))
          ? Optional.of("*/")
          : Optional.empty();
    }
    char first = word.charAt(word.startsWith("x'") || word.startsWith("X'") ? 1 : 0);
    String closing = first == '[' ? "]" : String.valueOf(first);
    return SqlToken.isClosed(word) ? Optional.empty() : Optional.of(closing);
  }
}
