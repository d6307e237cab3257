package dev.kvsql.fuzz;

import dev.kvsql.sqlite.Said;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often what was said. Scripts of which nothing comes test nothing. */
final class Tally {
  static final String DONE = "done";
  private static final Pattern CODE = Pattern.compile("\\[(SQLITE_\\w+)]");

  private final Map<String, Integer> counts = new TreeMap<>();

  void count(String answer) {
    Matcher code = CODE.matcher(answer);
    boolean failed = answer.startsWith(Said.ERROR);
    counts.merge(failed && code.find() ? code.group(1) : failed ? "driver" : DONE, 1, Integer::sum);
  }

  void add(Tally other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
  }

  /** Number of answers of a kind: {@link #DONE}, or the name of a result code. */
  int of(String kind) {
    return counts.getOrDefault(kind, 0);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
