package dev.kvsql.cli;

import dev.kvsql.check.Severity;
import dev.kvsql.render.Style;
import dev.kvsql.render.report.FleetReport;
import dev.kvsql.render.report.GithubReport;
import dev.kvsql.render.report.JsonReport;
import dev.kvsql.render.report.JunitReport;
import dev.kvsql.render.report.SarifReport;
import dev.kvsql.render.report.TextReport;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What counts in a check's report, how it is written, and where. */
final class ReportOptions {
  private final Globals globals;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "warn",
      description =
          "From which severity on to exit with 3: ${COMPLETION-CANDIDATES} (default: warn).")
  private Threshold failOn;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Report as ${COMPLETION-CANDIDATES} (default: text).")
  private Format format;

  @Option(names = "--json", description = "The same as --format json (kvsql/check/1).")
  private boolean json;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report into a file, which must not exist.")
  private @Nullable Path output;

  ReportOptions(Globals globals) {
    this.globals = globals;
  }

  /** From which severity on findings count; the names are what people type. */
  enum Threshold {
    fatal(Severity.FATAL),
    error(Severity.ERROR),
    warn(Severity.WARN),
    notice(Severity.NOTICE);

    private final Severity severity;

    Threshold(Severity severity) {
      this.severity = severity;
    }
  }

  /** How the report is written; the names are what people type. */
  enum Format {
    text,
    json,
    junit,
    sarif,
    github
  }

  Severity failOn() {
    return failOn.severity;
  }

  /**
   * Refuses a file that is there already or cannot be written, before anything is checked.
   *
   * @throws IOException when it cannot be written
   * @throws UsageException when it is there
   */
  void requireWritable() throws IOException {
    if (output != null) {
      NewFile.requireWritable(output);
    }
  }

  /** Writes a report to where it is wanted. */
  void write(FleetReport report, int exitCode, PrintWriter out) throws IOException {
    if (output == null) {
      write(report, exitCode, globals.style(), out);
    } else {
      NewFile.write(
          output,
          file ->
              write(
                  report,
                  exitCode,
                  Style.PLAIN,
                  new PrintWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8))));
    }
  }

  private void write(FleetReport report, int exitCode, Style style, PrintWriter out) {
    switch (json ? Format.json : format) {
      case text -> TextReport.write(report, style, out);
      case json -> JsonReport.write(report, exitCode, out);
      case junit -> JunitReport.write(report, out);
      case sarif -> SarifReport.write(report, exitCode, out);
      case github -> GithubReport.write(report, out);
    }
  }
}
