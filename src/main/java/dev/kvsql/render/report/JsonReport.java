package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.render.FindingText;
import dev.kvsql.render.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** A report as one JSON document. */
public final class JsonReport {
  private static final String FORMAT = "kvsql/check/1";

  private JsonReport() {}

  /** Writes a report. */
  public static void write(FleetReport report, int exitCode, PrintWriter out) {
    Json.document(
        out,
        FORMAT,
        json -> {
          json.put("verdict", report.verdict().text());
          json.put("exit", exitCode);
          json.putText("shard", report.shard());
          json.array("stores", report.stores(), subjects -> store(json, report, subjects));
          json.object("summary", summary -> summary(summary, new Totals(report)));
        });
  }

  private static void store(Json json, FleetReport report, List<SubjectReport> subjects) {
    json.put("store", subjects.getFirst().subject().store());
    Optional<SubjectReport> itself =
        subjects.stream().filter(one -> one.subject().database().isEmpty()).findFirst();
    itself.ifPresent(store -> ending(json, store));
    json.array(
        "findings",
        itself.map(SubjectReport::findings).orElse(List.of()),
        finding -> finding.write(json));
    json.array(
        "databases",
        subjects.stream().filter(one -> one.subject().database().isPresent()).toList(),
        database -> {
          json.put("name", database.subject().database().orElseThrow());
          json.put("verdict", database.verdict(report.failOn()).text());
          ending(json, database);
          json.array("findings", database.findings(), finding -> finding.write(json));
        });
  }

  private static void ending(Json json, SubjectReport report) {
    switch (report.ending()) {
      case Ending.Checked _ -> {}
      case Ending.Stopped(String why) -> json.put("incomplete", why);
      case Ending.NotStarted _ -> json.put("incomplete", "not checked: interrupted before");
      case Ending.Absent _ -> json.put("absent", true);
      case Ending.Failed failed -> json.put("error", failed.why());
    }
  }

  private static void summary(Json json, Totals totals) {
    json.put("databases", totals.databases());
    json.put("clean", totals.of(Verdict.CLEAN));
    json.put("withFindings", totals.of(Verdict.FINDINGS));
    json.put("recoveryPending", totals.of(Verdict.RECOVERY_PENDING));
    json.put("incomplete", totals.of(Verdict.INCOMPLETE));
    json.put("failed", totals.of(Verdict.FAILED));
    json.put("finishedEarlier", totals.finishedEarlier());
    json.put("absent", totals.absent());
    json.put("otherFiles", totals.otherFiles());
    json.put("bytesRead", totals.bytesRead());
    json.put("milliseconds", totals.milliseconds());
    json.object(
        "findings",
        counts ->
            totals
                .findings()
                .forEach((severity, count) -> counts.put(FindingText.severity(severity), count)));
  }
}
