package dev.kvsql.cli;

import dev.kvsql.check.CheckReport.Verdict;
import dev.kvsql.check.Level;
import dev.kvsql.chunk.StopSignal;
import dev.kvsql.fleet.FleetCheck;
import dev.kvsql.fleet.FleetListener;
import dev.kvsql.fleet.FleetOptions;
import dev.kvsql.fleet.ResumeFile;
import dev.kvsql.fleet.StoreList;
import dev.kvsql.render.report.Ending;
import dev.kvsql.render.report.FleetReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
          + " journals. Full: also every page, SQLite's integrity_check through the VFS with the read"
          + " cache on, and then that cache against the store. With a hot journal the recovered copy is"
          + " checked.",
      "",
      "Every database of every store is checked; in a directory every file that is a store, by its"
          + " content or by the suffix .kv. A store that cannot be opened does not keep the others from"
          + " it. Ctrl-C ends with a report on what was checked. --timeout, when it is given and not 0,"
          + " also ends the check of each database after so many seconds.",
    },
    exitCodeList = {
      "0:Clean: no finding from --fail-on on.",
      "1:Something could not be checked, and is told on standard error.",
      ExitText.USAGE,
      "3:Findings at or above --fail-on.",
      "5:A recovery is pending, and the recovered copy is clean.",
      "6:Incomplete: stopped by --timeout, or the store changed under the check.",
      ExitText.MISSING,
      ExitText.LOCKED,
      "130:Interrupted: the report is on what was checked until then."
    },
    footer = {
      "",
      "Examples:",
      "  kvsql check app.kv && echo sound",
      "  kvsql check app.kv --level quick --format json",
      "  kvsql check /var/lib/stores --shard 2/8 --resume done.jsonl"
    })
final class CheckCommand implements Callable<Integer> {
  private final Globals globals;

  @Parameters(
      arity = "1..*",
      paramLabel = "STORE",
      description = "Paths of store files, and of directories with some.")
  private List<Path> paths;

  @Option(
      names = {"-d", "--db"},
      paramLabel = "NAME",
      description = "Check this database only, in each store that has it.")
  private @Nullable String database;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "full",
      description = "How deep: ${COMPLETION-CANDIDATES} (default: full).")
  private Level level;

  @Option(
      names = "--cache",
      paramLabel = "DUMP",
      description =
          "Also hold a KV dump of what some process has cached of the only database, or of the one"
              + " that is named, against the store.")
  private @Nullable Path cache;

  @Mixin private FleetArguments fleet = new FleetArguments();
  @Mixin private ReportOptions reporting;

  @Spec private CommandSpec spec;

  CheckCommand(Globals globals) {
    this.globals = globals;
    reporting = new ReportOptions(globals);
  }

  @Override
  public Integer call() throws IOException {
    requireSensible();
    FleetOptions options = options();
    try (Interruption interruption = new Interruption();
        ResumeFile resume = fleet.openResumeFile(level)) {
      StopSignal stop = interruption.signal();
      FleetReport report = check(options, resume, stop);
      List<Exception> failures = failures(report);
      failures.forEach(failure -> new Errors(globals).print(spec.commandLine(), failure));
      int code = stop.isStopped() ? ExitCode.INTERRUPTED : exitCode(report.verdict(), failures);
      reporting.write(report, code, spec.commandLine().getOut());
      return code;
    }
  }

  private void requireSensible() throws IOException {
    reporting.requireWritable();
    if (cache != null && (paths.size() > 1 || Files.isDirectory(paths.getFirst()))) {
      throw new UsageException("--cache is of one database: name its store, and no other");
    }
    if (cache != null && !Files.exists(cache)) {
      throw new NoSuchFileException(cache.toString());
    }
    if (cache != null && Files.isDirectory(cache)) {
      throw new UsageException("--cache: " + cache + " is a directory, not a KV dump");
    }
    if (cache != null && fleet.shard().isPresent()) {
      throw new UsageException("--cache and --shard do not go together: name the database");
    }
    if (cache != null && fleet.resumes()) {
      throw new UsageException(
          "--cache and --resume do not go together: a cache is not written down");
    }
  }

  private FleetReport check(FleetOptions options, ResumeFile resume, StopSignal stop) {
    StoreList stores = StoreList.of(paths, stop);
    if (!globals.showsProgress()) {
      return FleetCheck.run(stores, options, resume, stop, FleetListener.NONE);
    }
    try (FleetProgress progress = new FleetProgress(spec.commandLine().getErr())) {
      return FleetCheck.run(stores, options, resume, stop, progress);
    }
  }

  private FleetOptions options() {
    return new FleetOptions(
        Optional.ofNullable(database),
        level,
        reporting.failOn(),
        fleet.shard(),
        fleet.jobs(),
        globals.patience(),
        globals.limit(),
        Optional.ofNullable(cache));
  }

  /** What went wrong; the same with several databases of a store is told once. */
  private static List<Exception> failures(FleetReport report) {
    Map<String, Exception> failures = new LinkedHashMap<>();
    report
        .subjects()
        .forEach(subject -> {
          if (subject.ending() instanceof Ending.Failed(String why, Exception cause)) {
            failures.putIfAbsent(why, cause);
          }
        });
    return List.copyOf(failures.values());
  }

  /** Stores that are not there, or locked, are a milder failure than any other. */
  private static int exitCode(Verdict verdict, List<Exception> failures) {
    List<Integer> codes = failures.stream().map(Errors::exitCode).toList();
    return codes.isEmpty() || codes.contains(ExitCode.FAILED)
        ? exitCode(verdict)
        : codes.getFirst();
  }

  /** The exit code of a verdict. */
  static int exitCode(Verdict verdict) {
    return switch (verdict) {
      case CLEAN -> ExitCode.CLEAN;
      case FINDINGS -> ExitCode.FINDINGS;
      case RECOVERY_PENDING -> ExitCode.RECOVERY_PENDING;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case FAILED -> ExitCode.FAILED;
    };
  }
}
