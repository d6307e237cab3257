package dev.kvsql.suites;

import java.util.List;
import java.util.Optional;

/** One record of a sqllogictest script. */
sealed interface LogicRecord {
  /** Where it begins in its script, from 1. */
  int line();

  /** SQL that must run, or must fail. */
  record Statement(int line, String sql, Outcome expected) implements LogicRecord {}

  /** How a statement must end. */
  enum Outcome {
    OK,
    ERROR
  }

  /**
   * SQL that must find something.
   *
   * @param types a letter for each column: T text, I integer, R floating point
   * @param label queries with the same label must find the same
   * @param expected a value a line, or one line that tells how many values have which hash
   */
  record Query(
      int line, String sql, String types, Sort sort, Optional<String> label, List<String> expected)
      implements LogicRecord {}

  /** What is sorted before a result is compared. */
  enum Sort {
    NOSORT,
    ROWSORT,
    VALUESORT
  }

  /**
   * From here on results are compared by their hash when they are large.
   *
   * @param values most values that are compared one by one; 0 when all are
   */
  record HashThreshold(int line, int values) implements LogicRecord {}

  /** The script ends here. */
  record Halt(int line) implements LogicRecord {}

  /** What only other engines run. */
  record Skipped(LogicRecord of) implements LogicRecord {
    @Override
    public int line() {
      return of.line();
    }
  }
}
