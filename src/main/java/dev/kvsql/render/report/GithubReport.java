package dev.kvsql.render.report;

import dev.kvsql.check.Severity;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.Escapes;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as annotations of a GitHub workflow, and a last line for its log. GitHub shows ten of a
 * kind for each step and drops the others, so the worst come first, and what is left out is told.
 */
public final class GithubReport {
  /** One notice is left for what tells of those that were left out. */
  private static final Map<Kind, Integer> MOST =
      new EnumMap<>(Map.of(Kind.ERROR, 10, Kind.WARNING, 10, Kind.NOTICE, 9));

  private static final String TITLE = "kvsql check";

  private final PrintWriter out;
  private final Map<Kind, Integer> shown = new EnumMap<>(Kind.class);
  private long leftOut;

  private GithubReport(PrintWriter out) {
    this.out = out;
  }

  private enum Kind {
    ERROR("error"),
    WARNING("warning"),
    NOTICE("notice");

    private final String command;

    Kind(String command) {
      this.command = command;
    }

    static Kind of(Severity severity) {
      return switch (severity) {
        case FATAL, ERROR, INCOMPLETE -> ERROR;
        case WARN, RECOVERY_PENDING -> WARNING;
        case NOTICE -> NOTICE;
      };
    }
  }

  private record Located(Subject subject, FlatFinding finding) {}

  /** Writes a report. */
  public static void write(FleetReport report, PrintWriter out) {
    GithubReport github = new GithubReport(out);
    github.endings(report);
    github.findings(report);
    if (github.leftOut > 0) {
      github.annotate(
          Kind.NOTICE,
          "",
          TITLE,
          List.of(
              Amounts.count(github.leftOut, "more annotation")
                  + " left out; --format text or json has everything"));
    }
    String shard = report.shard().map(name -> "shard " + name + ": ").orElse("");
    out.println(shard + new Totals(report).line());
    out.flush();
  }

  private void endings(FleetReport report) {
    long notStarted = 0;
    for (SubjectReport one : report.subjects()) {
      switch (one.ending()) {
        case Ending.Checked _, Ending.Absent _ -> {}
        case Ending.NotStarted _ -> notStarted++;
        case Ending.Failed failed ->
            limited(Kind.ERROR, one.subject(), "failed", List.of(failed.why()));
        case Ending.Stopped(String why) ->
            limited(
                Kind.ERROR,
                one.subject(),
                "incomplete",
                List.of(one.subject().title() + ": " + why));
      }
    }
    if (notStarted > 0) {
      annotate(
          Kind.ERROR,
          "",
          TITLE,
          List.of(Amounts.number(notStarted) + " not checked: interrupted before"));
    }
  }

  private void findings(FleetReport report) {
    Stream<Located> all =
        report.subjects().stream()
            .flatMap(
                one -> one.findings().stream().map(finding -> new Located(one.subject(), finding)));
    List<Located> worstFirst =
        all.sorted(Comparator.comparing(located -> located.finding.severity())).toList();
    for (Located located : worstFirst) {
      FlatFinding finding = located.finding;
      limited(
          Kind.of(finding.severity()),
          located.subject,
          finding.id().text(),
          List.of(
              located.subject.title() + ", " + finding.where() + ": " + finding.contrast(),
              "try: " + finding.next()));
    }
  }

  private void limited(Kind kind, Subject subject, String title, List<String> message) {
    int before = shown.merge(kind, 1, Integer::sum) - 1;
    if (before < MOST.getOrDefault(kind, 0)) {
      annotate(kind, subject.store(), title, message);
    } else {
      leftOut++;
    }
  }

  private void annotate(Kind kind, String file, String title, List<String> message) {
    String where = file.isEmpty() ? "" : "file=" + property(file) + ",";
    out.println(
        "::" + kind.command + " " + where + "title=" + property(title) + "::" + data(message));
  }

  private static String data(List<String> lines) {
    return lines.stream()
        .map(line -> Escapes.forTerminal(line).replace("%", "%25"))
        .collect(Collectors.joining("%0A"));
  }

  private static String property(String value) {
    return Escapes.forTerminal(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C");
  }
}
