package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.Severity;
import java.util.List;

/**
 * What came of the check of one database or store.
 *
 * @param findings worst first
 * @param bytesRead keys and values that were read for it
 */
public record SubjectReport(
    Subject subject, List<FlatFinding> findings, Ending ending, long bytesRead) {
  public SubjectReport {
    findings = List.copyOf(findings);
  }

  /** What came of it without a finding, and without a byte read. */
  public static SubjectReport of(Subject subject, Ending ending) {
    return new SubjectReport(subject, List.of(), ending, 0);
  }

  /**
   * What it comes to.
   *
   * @param failOn from which severity on findings count
   */
  public Verdict verdict(Severity failOn) {
    return switch (ending) {
      case Ending.Failed _ -> Verdict.FAILED;
      case Ending.Stopped _, Ending.NotStarted _ -> Verdict.INCOMPLETE;
      case Ending.Absent _ -> Verdict.CLEAN;
      case Ending.Checked _ ->
          Verdict.of(findings.stream().map(FlatFinding::severity).toList(), failOn);
    };
  }
}
