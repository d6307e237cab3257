package dev.kvsql.render.report;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.Style;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The report of one store for people. */
public final class CheckRender {
  private CheckRender() {}

  /** Per database its findings, worst first, each with what to do. */
  public static void text(CheckReport report, Style style, PrintWriter out) {
    TextReport text = new TextReport(style, out);
    subjects(report).forEach(text::subject);
    out.flush();
  }

  /** What a report says of the store itself, when there is anything, and of each database. */
  public static List<SubjectReport> subjects(CheckReport report) {
    List<SubjectReport> subjects = new ArrayList<>();
    if (!report.findings().isEmpty() || report.databases().isEmpty()) {
      subjects.add(
          checked(Subject.of(report.store()), report.findings(), CommandText.of(report.store())));
    }
    for (DatabaseReport database : report.databases()) {
      CommandText command =
          CommandText.of(report.store(), database.name(), report.databasesInStore());
      subjects.add(
          checked(Subject.of(report.store(), database.name()), database.findings(), command));
    }
    return subjects;
  }

  private static SubjectReport checked(
      Subject subject, List<Finding> findings, CommandText command) {
    return new SubjectReport(
        subject,
        findings.stream().map(finding -> FlatFinding.of(finding, command)).toList(),
        new Ending.Checked(Ending.Run.THIS),
        0);
  }
}
