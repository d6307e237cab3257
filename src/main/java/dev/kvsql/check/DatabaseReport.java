package dev.kvsql.check;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a check found in one database. */
public record DatabaseReport(String name, List<Finding> findings) {
  public DatabaseReport {
    findings = List.copyOf(findings);
  }

  static DatabaseReport worstFirst(String name, Stream<Finding> findings) {
    return new DatabaseReport(
        name, findings.sorted(Comparator.comparing(Finding::severity)).toList());
  }

  /** This report with more findings. */
  public DatabaseReport with(List<Finding> more) {
    return worstFirst(name, Stream.concat(findings.stream(), more.stream()));
  }

  /** Whether a recovery is pending. */
  public boolean recoveryPending() {
    return findings.stream().anyMatch(found -> found.severity() == Severity.RECOVERY_PENDING);
  }

  /** How many findings are at least this bad. */
  public long countFrom(Severity threshold) {
    return findings.stream().filter(found -> found.severity().reaches(threshold)).count();
  }
}
