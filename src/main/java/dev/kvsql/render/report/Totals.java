package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.Severity;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.SeverityCounts;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a report adds up to. */
final class Totals {
  private final FleetReport report;

  Totals(FleetReport report) {
    this.report = report;
  }

  /** Databases that were looked at, to the end or not. */
  long databases() {
    return databaseReports().size();
  }

  /** Of databases and stores, those whose check came to this. */
  long of(Verdict verdict) {
    return relevant().filter(subject -> verdict(subject) == verdict).count();
  }

  long finishedEarlier() {
    return report.subjects().stream()
        .filter(subject ->
            subject.ending() instanceof Ending.Checked(Ending.Run run) && run == Ending.Run.EARLIER)
        .count();
  }

  long absent() {
    return in(report.subjects(), one -> one.ending() instanceof Ending.Absent).size();
  }

  long otherFiles() {
    return report.otherFiles();
  }

  long milliseconds() {
    return report.time().toMillis();
  }

  long bytesRead() {
    return report.subjects().stream().mapToLong(SubjectReport::bytesRead).sum();
  }

  /** How many findings there are of each severity, worst first. */
  Map<Severity, Long> findings() {
    return SeverityCounts.of(
        severities(report.subjects().stream().flatMap(one -> one.findings().stream()).toList()));
  }

  /** {@code 2 fatal, 7 error}. */
  static String counted(List<FlatFinding> findings) {
    return SeverityCounts.text(severities(findings));
  }

  private static List<Severity> severities(List<FlatFinding> findings) {
    return findings.stream().map(FlatFinding::severity).toList();
  }

  /** Everything in one line: what was checked, what it came to, and what it took. */
  String line() {
    StringJoiner line = new StringJoiner("; ");
    line.add(Amounts.count(databases(), "database") + states(databaseReports()));
    List<SubjectReport> bad = storesThatAreNotClean();
    if (!bad.isEmpty()) {
      line.add(Amounts.count(bad.size(), "store") + states(bad));
    }
    add(line, absent(), "without the database that was named");
    add(line, finishedEarlier(), "of them finished earlier");
    if (report.otherFiles() > 0) {
      line.add(Amounts.count(report.otherFiles(), "other file") + " skipped");
    }
    line.add(
        Amounts.duration((double) report.time().toNanos())
            + ", "
            + Amounts.size(bytesRead())
            + " read");
    return line.toString();
  }

  private String states(List<SubjectReport> subjects) {
    StringJoiner states = new StringJoiner(", ", ": ", "").setEmptyValue("");
    for (Verdict verdict : List.of(Verdict.CLEAN, Verdict.FINDINGS, Verdict.RECOVERY_PENDING)) {
      List<SubjectReport> those = in(subjects, one -> verdict(one) == verdict);
      add(states, those.size(), words(verdict) + bad(verdict, those));
    }
    Predicate<SubjectReport> notStarted = one -> one.ending() instanceof Ending.NotStarted;
    add(
        states,
        in(subjects, one -> verdict(one) == Verdict.INCOMPLETE && !notStarted.test(one)).size(),
        "incomplete");
    add(states, in(subjects, notStarted).size(), "not checked");
    add(states, in(subjects, one -> verdict(one) == Verdict.FAILED).size(), "failed");
    return states.toString();
  }

  private static void add(StringJoiner line, long count, String what) {
    if (count > 0) {
      line.add(Amounts.number(count) + " " + what);
    }
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case CLEAN -> "clean";
      case FINDINGS -> "with findings";
      case RECOVERY_PENDING -> "with a recovery pending";
      case INCOMPLETE -> "incomplete";
      case FAILED -> "failed";
    };
  }

  private static String bad(Verdict verdict, List<SubjectReport> subjects) {
    List<FlatFinding> findings =
        subjects.stream().flatMap(subject -> subject.findings().stream()).toList();
    return verdict == Verdict.FINDINGS ? " (" + counted(findings) + ")" : "";
  }

  private static List<SubjectReport> in(
      List<SubjectReport> subjects, Predicate<SubjectReport> wanted) {
    return subjects.stream().filter(wanted).toList();
  }

  private List<SubjectReport> databaseReports() {
    return in(
        report.subjects(),
        one -> one.subject().database().isPresent() && !(one.ending() instanceof Ending.Absent));
  }

  /** A store of which there is nothing bad to say is not counted beside its databases. */
  private List<SubjectReport> storesThatAreNotClean() {
    return in(
        report.subjects(),
        one -> one.subject().database().isEmpty() && verdict(one) != Verdict.CLEAN);
  }

  private Stream<SubjectReport> relevant() {
    return Stream.concat(databaseReports().stream(), storesThatAreNotClean().stream());
  }

  private Verdict verdict(SubjectReport subject) {
    return subject.verdict(report.failOn());
  }
}
