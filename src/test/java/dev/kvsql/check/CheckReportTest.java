package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.JournalFinding.Stale.Reason;
import dev.kvsql.chunk.FileTag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What findings come to. */
final class CheckReportTest {
  private static final Finding FATAL = new DatabaseFinding.RecordUnreadable("x");
  private static final Finding ERROR = new PageFinding.Integrity("x");
  private static final Finding WARN = new DatabaseFinding.KeyUnknown("08", 1);
  private static final Finding NOTICE = new JournalFinding.Stale(FileTag.JOURNAL, Reason.EMPTY, 0);
  private static final Finding PENDING = new JournalFinding.Hot(FileTag.JOURNAL, 1, false);

  @ParameterizedTest
  @CsvSource({
    "FATAL, FATAL",
    "ERROR, ERROR",
    "ERROR, FATAL",
    "WARN, WARN",
    "WARN, ERROR",
    "NOTICE, NOTICE"
  })
  void whatReachesTheThresholdIsAFinding(Severity threshold, Severity severity) {
    assertThat(verdict(threshold, of(severity))).isEqualTo(Verdict.FINDINGS);
  }

  @ParameterizedTest
  @CsvSource({"FATAL, ERROR", "ERROR, WARN", "WARN, NOTICE"})
  void whatIsMilderThanTheThresholdIsClean(Severity threshold, Severity severity) {
    assertThat(verdict(threshold, of(severity))).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aFindingCountsMoreThanARecovery() {
    assertThat(verdict(Severity.WARN, PENDING, WARN)).isEqualTo(Verdict.FINDINGS);
    assertThat(verdict(Severity.WARN, PENDING, NOTICE)).isEqualTo(Verdict.RECOVERY_PENDING);
    assertThat(verdict(Severity.NOTICE, PENDING)).isEqualTo(Verdict.RECOVERY_PENDING);
  }

  @Test
  void oneBadDatabaseDecidesForTheStore() {
    DatabaseReport clean = new DatabaseReport("a", List.of());
    DatabaseReport bad = new DatabaseReport("b", List.of(ERROR));
    DatabaseReport pending = new DatabaseReport("c", List.of(PENDING));

    assertThat(CheckReport.of("s", List.of(clean, bad, pending), Severity.WARN).verdict())
        .isEqualTo(Verdict.FINDINGS);
    assertThat(CheckReport.of("s", List.of(clean, pending), Severity.WARN).verdict())
        .isEqualTo(Verdict.RECOVERY_PENDING);
    assertThat(CheckReport.of("s", List.of(clean), Severity.WARN).verdict())
        .isEqualTo(Verdict.CLEAN);
  }

  @Test
  void whatIsFoundAboutTheStoreItselfCountsToo() {
    CheckReport report =
        new CheckReport(
            "s", 1, List.of(new StoreFinding.PendingLog(100)), List.of(), Severity.WARN);
    CheckReport strict =
        new CheckReport(
            "s", 1, List.of(new StoreFinding.PendingLog(100)), List.of(), Severity.NOTICE);

    assertThat(report.verdict()).isEqualTo(Verdict.CLEAN);
    assertThat(strict.verdict()).isEqualTo(Verdict.FINDINGS);
    assertThat(Findings.lines(report.findings())).isEqualTo("notice STORE-LOG safe\n");
  }

  @Test
  void whatIsIncompleteProvesNothingWhateverElseWasFound() {
    DatabaseReport stopped = new DatabaseReport("a", List.of(ERROR), Optional.of("stopped"));

    assertThat(verdict(Severity.WARN, FATAL, new StoreFinding.Changed("its size")))
        .isEqualTo(Verdict.INCOMPLETE);
    assertThat(CheckReport.of("s", List.of(stopped), Severity.WARN).verdict())
        .isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void theWorstVerdictComesFirst() {
    assertThat(Verdict.values()).isSorted().startsWith(Verdict.FAILED).endsWith(Verdict.CLEAN);
  }

  @Test
  void everyFindingHasAName() {
    assertThat(FindingId.values())
        .allSatisfy(id -> assertThat(id.text()).isEqualTo(id.name().replace('_', '-')));
  }

  private static Verdict verdict(Severity threshold, Finding... findings) {
    DatabaseReport report = new DatabaseReport("main", Arrays.asList(findings));
    return CheckReport.of("app.kv", List.of(report), threshold).verdict();
  }

  private static Finding of(Severity severity) {
    return switch (severity) {
      case FATAL -> FATAL;
      case ERROR -> ERROR;
      case WARN -> WARN;
      case NOTICE -> NOTICE;
      case RECOVERY_PENDING -> PENDING;
      case INCOMPLETE -> new StoreFinding.Changed("its size");
    };
  }
}
