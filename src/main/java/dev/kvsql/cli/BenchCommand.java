package dev.kvsql.cli;

import dev.kvsql.bench.Bench;
import dev.kvsql.bench.BenchPlan;
import dev.kvsql.bench.BenchResult;
import dev.kvsql.bench.Counts;
import dev.kvsql.bench.Measure;
import dev.kvsql.bench.Sizes;
import dev.kvsql.bench.SqlScript;
import dev.kvsql.bench.Workplace;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.cli.option.ByteSize;
import dev.kvsql.render.BenchRender;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql bench}. */
@Command(
    name = "bench",
    header = "Times this machine: SQLite over files and kvsql, side by side.",
    description = {
      "Does the same work through SQLite's own file VFS and through kvsql, with the same driver,"
          + " statements, page size, cache size and synchronous=FULL, in turn, and prints how long it"
          + " took and the ratios. kvsql keeps its journal in memory, as a mount does; SQLite has"
          + " journal_mode=DELETE, and for commits and scripts also WAL. The first round is not counted. A ratio is"
          + " the median of the rounds' ratios, for means that of all rounds together; beside it the"
          + " lowest and the highest of a round. What kvsql aims at is what a ratio of medians is at most"
          + " with the usual sizes; the verdict says whether it is.",
      "",
      "Measures: commit, small durable transactions; load, a million rows in one transaction; read,"
          + " rows by key in random order, of a database four times as large as SQLite's page cache;"
          + " scan, an aggregate over all rows of that, and of a large table through a new connection;"
          + " blob, inserting a row of 10 MiB; truncate, deleting all rows of the large table, and"
          + " VACUUM; speedtest1, SQLite's own benchmark at size 25, with statements as text; open, opening a large store and an empty one; replay, opening a store whose"
          + " writer was killed with a full redo log; script, a file of yours.",
      "",
      "Everything is made in a directory of its own, which is removed at the end. What was written"
          + " before is read back from the memory of the operating system, on both sides, also where"
          + " the read cache is cold: a connection that has just been opened has an empty one. A"
          + " process that has just started takes longer for everything.",
    },
    exitCodeList = {
      ExitText.DONE,
      ExitText.FAILED,
      ExitText.USAGE,
      "3:A ratio is above what it may be at most, with --fail-on-miss.",
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql bench /var/tmp",
      "  kvsql bench . --only commit,replay --json | jq .",
      "  kvsql bench . --script mine.sql --rounds 5 --details"
    })
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "On which disk to work (default: the system's directory for temporary files).")
  private @Nullable Path directory;

  @Option(
      names = "--only",
      paramLabel = "MEASURE",
      split = ",",
      description =
          "What to measure: ${COMPLETION-CANDIDATES} (default: all, or with --script just that).")
  private Set<Measure> only = Set.of();

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Also measure the statements of a file, maybe compressed with gzip.")
  private @Nullable Path script;

  @Option(
      names = "--details",
      description =
          "Also print each test of a script: what is between the lines '-- begin test NAME' and '-- end test'.")
  private boolean details;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Rounds of each measure that are counted (default: 9; 3 of load, scan, truncate and scripts, which take longer).")
  private @Nullable Integer rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "For the random choices, which are the same on both sides (default: 1).")
  private long seed;

  @Option(
      names = "--store-size",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      converter = ByteSize.Converter.class,
      description = "Chunks in the large store that open measures (default: 1GiB).")
  private ByteSize storeSize;

  @Option(
      names = "--table-size",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      converter = ByteSize.Converter.class,
      description = "The database with the table that scan and truncate work on (default: 1GiB).")
  private ByteSize tableSize;

  @Option(
      names = "--fail-on-miss",
      description = "Exit with 3 when a ratio is above what it may be at most.")
  private boolean failOnMiss;

  @Option(names = "--json", description = "Print one JSON document (kvsql/bench/1).")
  private boolean json;

  @Spec private CommandSpec spec;

  private final Globals globals;
  private final Function<Sizes, Counts> counts;

  /**
   * The command.
   *
   * @param counts how much is done in a round, by the sizes that were asked for
   */
  BenchCommand(Globals globals, Function<Sizes, Counts> counts) {
    this.globals = globals;
    this.counts = counts;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    BenchPlan plan = plan();
    PrintWriter err = spec.commandLine().getErr();
    try (Workplace place = Workplace.in(parent())) {
      say(BenchRender.notice(place.environment()), err);
      BenchResult result = run(place, plan, err);
      print(details ? result : result.withoutParts());
      return failOnMiss && result.isAnyMissed() ? ExitCode.FINDINGS : ExitCode.CLEAN;
    }
  }

  /** Shows on a terminal which measure it is at. */
  private BenchResult run(Workplace place, BenchPlan plan, PrintWriter err)
      throws IOException, SQLException {
    if (!globals.showsProgress()) {
      return Bench.run(place, plan, _ -> {});
    }
    TerminalBar line = new TerminalBar(err);
    try (ProgressBar bar = line.named("measuring").setInitialMax(plan.measures().size()).build()) {
      return Bench.run(
          place,
          plan,
          measure -> {
            bar.setExtraMessage(measure.toString());
            bar.stepTo(
                plan.measures().stream().filter(other -> other.compareTo(measure) < 0).count());
          });
    } finally {
      line.clear();
    }
  }

  private BenchPlan plan() throws IOException {
    if (rounds != null && rounds < 1) {
      throw new UsageException("--rounds is at least 1, not " + rounds);
    }
    Sizes sizes =
        new Sizes(
            atLeastOneChunk("--store-size", storeSize), atLeastOneChunk("--table-size", tableSize));
    return BenchPlan.of(
            measures(),
            measure -> rounds == null ? measure.usualRounds() : rounds,
            seed,
            counts.apply(sizes))
        .with(script == null ? null : SqlScript.read(script));
  }

  private Set<Measure> measures() {
    if (script == null && only.contains(Measure.SCRIPT)) {
      throw new UsageException("--only script needs --script FILE");
    }
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    measures.addAll(only);
    if (script != null) {
      measures.add(Measure.SCRIPT);
    } else if (only.isEmpty()) {
      measures.addAll(EnumSet.complementOf(EnumSet.of(Measure.SCRIPT)));
    }
    return measures;
  }

  private static long atLeastOneChunk(String option, ByteSize size) {
    if (size.bytes() < StoreKey.CHUNK_BYTES) {
      throw new UsageException(option + " is at least one chunk, " + StoreKey.CHUNK_BYTES);
    }
    return size.bytes();
  }

  private Path parent() {
    Path parent = directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
    if (Files.exists(parent) && !Files.isDirectory(parent)) {
      throw new UsageException(parent + ": not a directory");
    }
    return parent;
  }

  private void print(BenchResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      BenchRender.json(result, out);
    } else {
      BenchRender.text(result, out);
    }
  }

  private static void say(String line, PrintWriter err) {
    err.println(line);
    err.flush();
  }
}
