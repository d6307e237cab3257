package dev.kvsql.cli;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.render.CheckRender;
import dev.kvsql.render.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql check}. */
@Command(
    name = "check",
    header = "Checks stores; the exit code tells whether they are sound.",
    description = {
      "Checks stores and changes nothing. Quick: keys, metas, chunks, the SQLite header and the"
          + " journals. Full: also SQLite's integrity_check through the VFS with the read cache on, and"
          + " then that cache against the store. With a hot journal the recovered copy is checked.",
    },
    footer = {
      "",
      "Exit codes: 0 clean, 1 failed, 3 findings at or above --fail-on, 5 recovery pending and the"
          + " recovered copy is clean, 10 no such store or database, 11 locked by another process.",
      "",
      "Examples:",
      "  kvsql check app.kv && echo sound",
      "  kvsql check app.kv --level quick --format json"
    })
final class CheckCommand implements Callable<Integer> {
  private final Globals globals;

  @Parameters(arity = "1..*", paramLabel = "STORE", description = "Paths of the store files.")
  private List<Path> paths;

  @Option(
      names = {"-d", "--db"},
      paramLabel = "NAME",
      description = "Check this database only.")
  private @Nullable String database;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "full",
      description = "How deep: ${COMPLETION-CANDIDATES} (default: full).")
  private Level level;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "warn",
      description =
          "From which severity on to exit with 3: fatal, error, warn or notice"
              + " (default: warn).")
  private Severity failOn;

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

  @Spec private CommandSpec spec;

  /** The exit code of the first store that could not be checked. */
  private int failureCode = ExitCode.CLEAN;

  /** How the report is written; the names are what people type. */
  enum Format {
    text,
    json
  }

  CheckCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws IOException {
    if (!failOn.reaches(Severity.NOTICE)) {
      throw new UsageException("--fail-on is one of fatal, error, warn, notice");
    }
    List<CheckReport> reports = paths.stream().map(this::check).toList();
    CheckReport.Verdict verdict =
        reports.stream().map(CheckReport::verdict).min(Comparator.naturalOrder()).orElseThrow();
    int code = verdict == CheckReport.Verdict.FAILED ? failureCode : exitCode(verdict);
    if (output == null) {
      print(reports, verdict, code, spec.commandLine().getOut());
    } else {
      NewFile.write(output, out -> print(reports, verdict, code, text(out)));
    }
    return code;
  }

  /** A store that cannot be checked must not keep the others from it. */
  private CheckReport check(Path path) {
    try (Store store = MapDbStore.open(path, Access.READ, globals.patience())) {
      List<String> names = database == null ? store.databases() : List.of(database);
      return StoreCheck.of(store, names, level, failOn);
    } catch (StoreException.Damaged e) {
      return StoreCheck.unopenable(path.toString(), e, failOn);
    } catch (StoreException.LogRefused e) {
      return StoreCheck.unopenable(path.toString(), e, failOn);
    } catch (StoreException e) {
      new Errors(globals).print(spec.commandLine(), e);
      failureCode = failureCode == ExitCode.CLEAN ? Errors.exitCode(e) : failureCode;
      return CheckReport.failed(path.toString(), String.valueOf(e.getMessage()), failOn);
    }
  }

  private void print(
      List<CheckReport> reports, CheckReport.Verdict verdict, int code, PrintWriter out) {
    switch (json ? Format.json : format) {
      case text ->
          reports.stream()
              .filter(report -> report.failure().isEmpty())
              .forEach(report -> CheckRender.text(report, style(), out));
      case json -> CheckRender.json(reports, verdict.text(), code, out);
    }
  }

  private Style style() {
    return output == null ? globals.style() : Style.PLAIN;
  }

  private static PrintWriter text(OutputStream out) {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** The exit code of a verdict. */
  static int exitCode(CheckReport.Verdict verdict) {
    return switch (verdict) {
      case CLEAN -> ExitCode.CLEAN;
      case FINDINGS -> ExitCode.FINDINGS;
      case RECOVERY_PENDING -> ExitCode.RECOVERY_PENDING;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case FAILED -> ExitCode.FAILED;
    };
  }
}
