package dev.kvsql.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened in a run: each step, what both sides said to it, and the difference at the end. */
final class Story {
  private static final int MOST_CHARACTERS = 300;

  private final List<String> lines = new ArrayList<>();
  private final Tally tally = new Tally();
  private Optional<String> difference = Optional.empty();

  void does(Step step) {
    lines.add(step.toString());
  }

  void said(String answer) {
    lines.add("  -> " + shortened(answer));
    tally.count(answer);
  }

  /** The step was not for this state. */
  void nothing() {
    lines.removeLast();
  }

  /** Only the first difference counts: it is where the two went apart. */
  void differs(Throwable how) {
    if (difference.isEmpty()) {
      String what = how instanceof AssertionError ? how.getMessage() : how.toString();
      difference = Optional.of(shortened(String.valueOf(what)));
    }
  }

  Tally tally() {
    return tally;
  }

  boolean isOfTwo() {
    return difference.isPresent();
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS) + "... (" + text.length() + " characters)";
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + difference.map(text -> "\nDIFFERENT: " + text).orElse("");
  }
}
