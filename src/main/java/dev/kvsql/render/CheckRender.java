package dev.kvsql.render;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.RepairClass;
import dev.kvsql.check.Severity;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Check reports as text and as JSON. */
public final class CheckRender {
  private static final String FORMAT = "kvsql/check/1";

  private CheckRender() {}

  /** A report for people: per database its findings, worst first, each with what to do. */
  public static void text(CheckReport report, Style style, PrintWriter out) {
    CommandText about = CommandText.of(report.store());
    if (!report.findings().isEmpty()) {
      out.println(
          style.bold(Escapes.forTerminal(report.store())) + ": " + summary(report.findings()));
      report.findings().forEach(finding -> finding(finding, about, style, out));
    }
    for (DatabaseReport database : report.databases()) {
      out.println(style.bold(title(report, database)) + ": " + summary(database.findings()));
      for (Finding finding : database.findings()) {
        finding(finding, command(report, database), style, out);
      }
    }
    if (report.databases().isEmpty() && report.findings().isEmpty()) {
      out.println(style.bold(Escapes.forTerminal(report.store())) + ": no database, clean");
    }
    out.flush();
  }

  /** All reports as one document. */
  public static void json(
      List<CheckReport> reports, String verdict, int exitCode, PrintWriter out) {
    Json.document(
        out,
        FORMAT,
        json -> {
          json.put("verdict", verdict);
          json.put("exit", exitCode);
          json.array("stores", reports, report -> store(json, report));
        });
  }

  private static void store(Json json, CheckReport report) {
    json.put("store", report.store());
    json.putText("error", report.failure());
    json.array(
        "findings",
        report.findings(),
        finding -> finding(json, finding, CommandText.of(report.store())));
    json.array(
        "databases",
        report.databases(),
        database -> {
          json.put("name", database.name());
          json.array(
              "findings",
              database.findings(),
              finding -> finding(json, finding, command(report, database)));
        });
  }

  private static void finding(Json json, Finding finding, CommandText command) {
    FindingText text = FindingText.of(finding, command);
    json.put("id", finding.id().text());
    json.put("severity", FindingText.severity(finding.severity()));
    json.putText("file", finding.place().file().map(file -> file.label()));
    json.putNumber("chunk", finding.place().chunk());
    json.putNumber("count", finding.place().count());
    json.putNumber("offset", finding.place().offset());
    json.put("expected", text.expected());
    json.put("found", text.found());
    json.put("repair", repair(finding.repair()));
    json.put("next", text.next());
  }

  private static void finding(Finding finding, CommandText command, Style style, PrintWriter out) {
    FindingText text = FindingText.of(finding, command);
    out.printf(
        "  %s %s  %s: expected %s, found %s%n",
        style.severity(finding.severity(), FindingText.severity(finding.severity())),
        style.bold(finding.id().text()),
        FindingText.place(finding),
        Escapes.forTerminal(text.expected()),
        Escapes.forTerminal(text.found()));
    out.printf("    repair: %s; try: %s%n", repair(finding.repair()), text.next());
  }

  private static String title(CheckReport report, DatabaseReport database) {
    return Escapes.forTerminal(report.store()) + " " + Escapes.forTerminal(database.name());
  }

  static String summary(List<Finding> findings) {
    Map<Severity, Long> counts = new EnumMap<>(Severity.class);
    findings.forEach(found -> counts.merge(found.severity(), 1L, Long::sum));
    StringJoiner summary = new StringJoiner(", ");
    counts.forEach((severity, count) ->
        summary.add(Amounts.number(count) + " " + FindingText.severity(severity)));
    return counts.isEmpty() ? "clean" : summary.toString();
  }

  private static CommandText command(CheckReport report, DatabaseReport database) {
    return report.databasesInStore() == 1
        ? CommandText.of(report.store())
        : new CommandText(report.store(), database.name());
  }

  private static String repair(RepairClass repair) {
    return repair.name().toLowerCase(Locale.ROOT);
  }
}
