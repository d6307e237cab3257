package dev.kvsql.suites;

import java.util.List;

/**
 * A record that did not do what its script expects.
 *
 * @param line where the record begins, from 1
 * @param expected a line for each value
 * @param found the same, or the error
 */
record LogicFailure(
    String script, int line, String sql, List<String> expected, List<String> found) {
  private static final int SHOWN_LINES = 20;

  @Override
  public String toString() {
    return "%s:%d: %s%n  expected: %s%n  found: %s"
        .formatted(script, line, sql, shown(expected), shown(found));
  }

  private static String shown(List<String> lines) {
    String shown = String.join(" | ", lines.stream().limit(SHOWN_LINES).toList());
    int more = lines.size() - SHOWN_LINES;
    return more > 0 ? "%s | and %d more".formatted(shown, more) : shown;
  }
}
