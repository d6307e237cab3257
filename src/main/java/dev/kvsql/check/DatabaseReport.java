package dev.kvsql.check;

import java.util.List;

/** What a check found in one database. */
public record DatabaseReport(String name, List<Finding> findings) {
  public DatabaseReport {
    findings = List.copyOf(findings);
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
