package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Severity;
import dev.kvsql.render.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * A report in SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). A physical location is no more
 * than the store: an offset is one in a file of a database, whose bytes lie somewhere in the store,
 * so that it stands in the logical location and the properties.
 */
public final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final List<FindingId> RULES = List.of(FindingId.values());

  private record Result(Subject subject, FlatFinding finding) {}

  private SarifReport() {}

  /** Writes a report. */
  public static void write(FleetReport report, int exitCode, PrintWriter out) {
    Json.object(
        out,
        json -> {
          json.put("$schema", SCHEMA);
          json.put("version", "2.1.0");
          json.array("runs", List.of(report), run -> run(json, run, exitCode));
        });
    out.println();
    out.flush();
  }

  private static void run(Json json, FleetReport report, int exitCode) {
    json.object("tool", tool -> tool.object("driver", driver -> driver(driver)));
    json.object("automationDetails", details -> details.put("id", category(report)));
    json.array(
        "invocations", List.of(report), invocation -> invocation(json, invocation, exitCode));
    List<Result> results =
        report.subjects().stream()
            .flatMap(
                one -> one.findings().stream().map(finding -> new Result(one.subject(), finding)))
            .toList();
    json.array("results", results, result -> result(json, result));
  }

  /** What keeps the reports of shards apart where they are collected. */
  private static String category(FleetReport report) {
    return "kvsql/check/"
        + report.shard().map(shard -> "shard-" + shard.replace("/", "-of-") + "/").orElse("");
  }

  private static void driver(Json json) {
    json.put("name", "kvsql");
    json.array("rules", RULES, id -> rule(json, id));
  }

  private static void rule(Json json, FindingId id) {
    FindingHelp help = FindingHelp.of(id);
    json.put("id", id.text());
    json.object("shortDescription", text -> text.put("text", help.title()));
    json.object("fullDescription", text -> text.put("text", help.text()));
    json.object("help", text -> text.put("text", help.text() + " See man kvsql, FINDINGS."));
    json.object("defaultConfiguration", usual -> usual.put("level", level(id.severity())));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case FATAL, ERROR -> "error";
      case WARN, RECOVERY_PENDING, INCOMPLETE -> "warning";
      case NOTICE -> "note";
    };
  }

  private static void invocation(Json json, FleetReport report, int exitCode) {
    Verdict verdict = report.verdict();
    json.put("executionSuccessful", verdict != Verdict.FAILED && verdict != Verdict.INCOMPLETE);
    json.put("exitCode", exitCode);
    List<SubjectReport> unfinished =
        report.subjects().stream().filter(one -> trouble(one).isPresent()).toList();
    json.array("toolExecutionNotifications", unfinished, one -> notification(json, one));
  }

  private static Optional<String> trouble(SubjectReport report) {
    return switch (report.ending()) {
      case Ending.Checked _, Ending.Absent _ -> Optional.empty();
      case Ending.Stopped(String why) -> Optional.of(why);
      case Ending.NotStarted _ -> Optional.of("not checked: interrupted before");
      case Ending.Failed failed -> Optional.of(failed.why());
    };
  }

  private static void notification(Json json, SubjectReport report) {
    json.put("level", "error");
    message(json, report.subject().title() + ": " + trouble(report).orElseThrow());
    locations(json, report.subject(), logical(report.subject()));
  }

  private static void result(Json json, Result result) {
    FlatFinding finding = result.finding;
    json.put("ruleId", finding.id().text());
    json.put("ruleIndex", RULES.indexOf(finding.id()));
    json.put("level", level(finding.severity()));
    message(
        json,
        finding.where()
            + ": "
            + finding.contrast()
            + "; repair: "
            + finding.repairText()
            + "; try: "
            + finding.next());
    locations(json, result.subject, logical(result.subject) + inDatabase(finding));
    json.object(
        "partialFingerprints",
        prints -> prints.put("kvsql/v1", Fingerprint.of(result.subject, finding)));
    json.object("properties", properties -> properties(properties, finding));
  }

  /** Square brackets would be links. */
  private static void message(Json json, String text) {
    String escaped = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
    json.object("message", message -> message.put("text", escaped));
  }

  private static void locations(Json json, Subject subject, String fullyQualified) {
    json.array(
        "locations",
        List.of(subject),
        one -> {
          json.object(
              "physicalLocation",
              physical ->
                  physical.object(
                      "artifactLocation",
                      artifact -> artifact.put("uri", UriReference.of(one.store()))));
          json.array(
              "logicalLocations",
              List.of(fullyQualified),
              name -> json.put("fullyQualifiedName", name));
        });
  }

  /** {@code app.kv/main}. */
  private static String logical(Subject subject) {
    return subject.database().map(name -> subject.store() + "/" + name).orElse(subject.store());
  }

  /** {@code /main/chunk 10}. */
  private static String inDatabase(FlatFinding finding) {
    return finding.place().file().map(file -> "/" + file.label()).orElse("")
        + finding.place().chunk().map(chunk -> "/chunk " + chunk).orElse("");
  }

  private static void properties(Json json, FlatFinding finding) {
    json.put("severity", finding.severityText());
    json.putText("file", finding.place().file().map(file -> file.label()));
    json.putNumber("chunk", finding.place().chunk());
    json.putNumber("count", finding.place().count());
    json.putNumber("offset", finding.place().offset());
    json.put("expected", finding.expected());
    json.put("found", finding.found());
    json.put("repair", finding.repairText());
    json.put("next", finding.next());
  }
}
