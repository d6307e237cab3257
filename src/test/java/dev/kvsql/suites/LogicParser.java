package dev.kvsql.suites;

import dev.kvsql.suites.LogicRecord.Outcome;
import dev.kvsql.suites.LogicRecord.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads sqllogictest scripts, as <a
 * href="https://sqlite.org/sqllogictest/doc/trunk/about.wiki">About Sqllogictest</a> describes
 * them: records that end with a blank line, each perhaps below lines that tell which engines run
 * it. Lines that begin with {@code #} are comments. What is not understood is refused.
 */
final class LogicParser {
  private static final String ENGINE = "sqlite";
  private static final String RESULTS = "----";

  private final String name;
  private final List<String> lines;

  /** The line that comes next, from 0. */
  private int next;

  LogicParser(String name, List<String> lines) {
    this.name = name;
    this.lines = List.copyOf(lines);
  }

  /**
   * The whole script.
   *
   * @throws IllegalArgumentException when a line cannot be understood; it is named
   */
  LogicScript script() {
    List<LogicRecord> records = new ArrayList<>();
    while (toNextRecord()) {
      records.add(conditional());
    }
    return new LogicScript(name, records);
  }

  private boolean toNextRecord() {
    while (next < lines.size() && (isBlank(next) || lines.get(next).startsWith("#"))) {
      next++;
    }
    return next < lines.size();
  }

  private LogicRecord conditional() {
    boolean skipped = false;
    int condition = next;
    String[] words = words();
    while (words[0].equals("skipif") || words[0].equals("onlyif")) {
      require(words.length > 1, condition, "the name of an engine");
      skipped |= words[0].equals("skipif") == words[1].equals(ENGINE);
      require(toNextRecord(), condition, "a record below");
      words = words();
    }
    LogicRecord record = record(words);
    return skipped ? new LogicRecord.Skipped(record) : record;
  }

  /** The words of the next line, up to a comment. */
  private String[] words() {
    String line = lines.get(next);
    next++;
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
  }

  /** The record whose first line has just been read. */
  private LogicRecord record(String[] words) {
    return switch (words[0]) {
      case "statement" -> statement(words);
      case "query" -> query(words);
      case "hash-threshold" -> new LogicRecord.HashThreshold(next, threshold(words));
      case "halt" -> new LogicRecord.Halt(next);
      default -> throw malformed(next - 1, "a record");
    };
  }

  private LogicRecord statement(String[] words) {
    int first = next;
    Outcome expected =
        switch (word(words, 1)) {
          case "ok" -> Outcome.OK;
          case "error" -> Outcome.ERROR;
          default -> throw malformed(first - 1, "statement ok or statement error");
        };
    return new LogicRecord.Statement(first, sql(), expected);
  }

  private LogicRecord query(String[] words) {
    int first = next;
    String types = word(words, 1);
    require(types.matches("[TIR]+"), first - 1, "a T, I or R for each column");
    Sort sort =
        switch (word(words, 2)) {
          case "", "nosort" -> Sort.NOSORT;
          case "rowsort" -> Sort.ROWSORT;
          case "valuesort" -> Sort.VALUESORT;
          default -> throw malformed(first - 1, "nosort, rowsort or valuesort");
        };
    Optional<String> label = Optional.of(word(words, 3)).filter(text -> !text.isEmpty());
    String sql = sql();
    require(next < lines.size() && lines.get(next).equals(RESULTS), first - 1, "results below");
    next++;
    return new LogicRecord.Query(first, sql, types, sort, label, untilBlank());
  }

  private int threshold(String[] words) {
    require(word(words, 1).matches("\\d{1,9}"), next - 1, "a number of values");
    return Integer.parseInt(words[1]);
  }

  /** The lines up to the next blank one, or to the results. */
  private String sql() {
    int first = next;
    while (!isBlank(next) && !lines.get(next).equals(RESULTS)) {
      next++;
    }
    require(next > first, first - 1, "SQL below");
    return String.join("\n", lines.subList(first, next));
  }

  private List<String> untilBlank() {
    int first = next;
    while (!isBlank(next)) {
      next++;
    }
    return lines.subList(first, next);
  }

  /** Whether a line is empty, or past the end. */
  private boolean isBlank(int line) {
    return line >= lines.size() || lines.get(line).isBlank();
  }

  private static String word(String[] words, int index) {
    return index < words.length ? words[index] : "";
  }

  private void require(boolean fact, int line, String expected) {
    if (!fact) {
      throw malformed(line, expected);
    }
  }

  private IllegalArgumentException malformed(int line, String expected) {
    return new IllegalArgumentException(
        "%s:%d: expected %s, found: %s".formatted(name, line + 1, expected, lines.get(line)));
  }
}
