package dev.kvsql.suites;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of scripts.
 *
 * @param files how many scripts
 * @param passed records that did what their scripts expect
 * @param skipped records that are for other engines
 */
record LogicTally(int files, int passed, int skipped, List<LogicFailure> failures) {
  static final LogicTally NONE = new LogicTally(0, 0, 0, List.of());

  LogicTally plus(LogicTally more) {
    List<LogicFailure> all = new ArrayList<>(failures);
    all.addAll(more.failures);
    return new LogicTally(
        files + more.files, passed + more.passed, skipped + more.skipped, List.copyOf(all));
  }

  @Override
  public String toString() {
    return "%d files, %d records: %d passed, %d skipped, %d failed"
        .formatted(files, passed + skipped + failures.size(), passed, skipped, failures.size());
  }
}
