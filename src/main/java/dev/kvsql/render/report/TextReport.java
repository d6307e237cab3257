package dev.kvsql.render.report;

import dev.kvsql.render.Amounts;
import dev.kvsql.render.Escapes;
import dev.kvsql.render.Style;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * A report for people: per database its findings, worst first, each with what to do. Many databases
 * that are all clean, or have all the same single thing that is not bad, are one line, so that they
 * do not bury the others; and what a report on several adds up to is its last line.
 */
public final class TextReport {
  private final Style style;
  private final PrintWriter out;

  TextReport(Style style, PrintWriter out) {
    this.style = style;
    this.out = out;
  }

  /** Writes a report. */
  public static void write(FleetReport report, Style style, PrintWriter out) {
    TextReport text = new TextReport(style, out);
    Alike alike = Alike.of(report);
    report.subjects().stream().filter(one -> !alike.contains(one)).forEach(text::subject);
    alike.groups().forEach(text::group);
    text.ending(report);
    out.flush();
  }

  void subject(SubjectReport report) {
    String title = style.bold(Escapes.forTerminal(report.subject().title()));
    switch (report.ending()) {
      // Told on stderr, and counted in the last line.
      case Ending.Failed _, Ending.NotStarted _ -> {}
      case Ending.Absent _ ->
          out.println(
              style.bold(Escapes.forTerminal(report.subject().store()))
                  + ": no database "
                  + Escapes.forTerminal(report.subject().database().orElse("")));
      case Ending.Stopped(String why) -> {
        String soFar =
            report.findings().isEmpty() ? "" : "; " + Totals.counted(report.findings()) + " so far";
        out.println(title + ": incomplete, " + Escapes.forTerminal(why) + soFar);
      }
      case Ending.Checked _ -> out.println(title + ": " + state(report));
    }
    report.findings().forEach(this::finding);
  }

  private static String state(SubjectReport report) {
    if (!report.findings().isEmpty()) {
      return Totals.counted(report.findings());
    }
    return report.subject().database().isPresent() ? "clean" : "no database, clean";
  }

  private void finding(FlatFinding finding) {
    out.printf(
        "  %s %s  %s: %s%n",
        style.severity(finding.severity(), finding.severityText()),
        style.bold(finding.id().text()),
        finding.where(),
        Escapes.forTerminal(finding.contrast()));
    out.printf("    repair: %s; try: %s%n", finding.repairText(), finding.next());
  }

  private void group(Map.Entry<Alike.Kind, List<SubjectReport>> group) {
    SubjectReport first = group.getValue().getFirst();
    String count = style.bold(Amounts.count(group.getValue().size(), "database"));
    switch (group.getKey()) {
      case Alike.Kind.Clean _ -> out.println(count + ": clean");
      case Alike.Kind.One(var id, var severity) -> {
        FlatFinding finding = first.findings().getFirst();
        out.printf(
            "%s: each 1 %s %s, such as %s; try: %s%n",
            count,
            style.severity(severity, finding.severityText()),
            style.bold(id.text()),
            Escapes.forTerminal(first.subject().title()),
            finding.next());
      }
    }
  }

  private void ending(FleetReport report) {
    if (report.subjects().isEmpty()) {
      out.println(
          report
                  .shard()
                  .map(shard -> "nothing to check in shard " + shard)
                  .orElse("nothing to check")
              + ", clean");
    } else if (report.subjects().size() > 1 || report.shard().isPresent()) {
      out.println(
          report.shard().map(shard -> "shard " + shard + ": ").orElse("")
              + new Totals(report).line());
    }
  }
}
