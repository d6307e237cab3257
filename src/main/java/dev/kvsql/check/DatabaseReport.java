package dev.kvsql.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a check found in one database.
 *
 * @param unfinished why it was not carried to its end, if it was not
 */
public record DatabaseReport(String name, List<Finding> findings, Optional<String> unfinished) {
  public DatabaseReport {
    findings = List.copyOf(findings);
  }

  /** What a check found that was carried to its end. */
  public DatabaseReport(String name, List<Finding> findings) {
    this(name, findings, Optional.empty());
  }

  static DatabaseReport worstFirst(
      String name, Stream<Finding> findings, Optional<String> unfinished) {
    return new DatabaseReport(name, sorted(findings), unfinished);
  }

  private static List<Finding> sorted(Stream<Finding> findings) {
    return findings.sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /** This report with more findings. */
  public DatabaseReport with(List<Finding> more) {
    return new DatabaseReport(
        name, sorted(Stream.concat(findings.stream(), more.stream())), unfinished);
  }

  /** This report, of a check that was not carried to its end. */
  DatabaseReport stopped(String why) {
    return new DatabaseReport(name, findings, Optional.of(why));
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
