package dev.kvsql.repair;

import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.Severity;
import java.util.List;

/** Whether a check's findings after a repair are worse than those before it. */
final class Comparison {
  private Comparison() {}

  /**
   * Whether something is found afterwards that was not before, and is more than a notice. Behind
   * what could not be read at all anything may come to light: that is no worse.
   */
  static boolean isWorse(DatabaseReport before, DatabaseReport after) {
    if (before.countFrom(Severity.FATAL) > 0 && after.countFrom(Severity.FATAL) == 0) {
      return false;
    }
    List<Finding> known = before.findings();
    return after.countFrom(Severity.WARN) > before.countFrom(Severity.WARN)
        || after.findings().stream()
            .filter(found -> found.severity().reaches(Severity.ERROR))
            .anyMatch(found -> known.stream().noneMatch(old -> old.id() == found.id()));
  }
}
