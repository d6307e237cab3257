package dev.kvsql.cli;

import dev.kvsql.explore.Counterexample;
import dev.kvsql.explore.Exploration;
import dev.kvsql.explore.ExploreOptions;
import dev.kvsql.explore.Explorer;
import dev.kvsql.explore.RandomRuns;
import dev.kvsql.explore.ReplayFile;
import dev.kvsql.explore.ReplayParser;
import dev.kvsql.explore.Story;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.explore.recording.OperationReplay;
import dev.kvsql.explore.recording.ReplayReport;
import dev.kvsql.render.ExploreRender;
import dev.kvsql.render.RecordingRender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kvsql explore}. */
@Command(
    name = "explore",
    header = "Finds the shortest way to break what cache, store and file promise.",
    description = {
      "Looks at every sequence of writes, reads, truncates, batches, syncs, evictions and reopenings on"
          + " a file of up to 4 chunks, shorter ones first and each state once, and holds the file"
          + " against a plain byte array. Prints the first sequence that breaks a rule, step by step, and"
          + " writes it to a replay file. Works on no store: there is nothing that it could damage.",
      "",
      "Rules: C1 to C5 are the invariants of cache and store; S1: the store holds nothing past the end of"
          + " the file; S2: a process that opens it after a crash reads the right bytes; S3: this"
          + " program stores no short chunk within the file."
    },
    exitCodeList = {
      "0:Every rule holds.",
      ExitText.FAILED,
      ExitText.USAGE,
      "3:A rule is broken.",
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql explore --policy native-before",
      "  kvsql explore --policy all --faults --all",
      "  kvsql explore --policy wasm --page-size 1024",
      "  kvsql explore --replay native-before-C1.replay --policy kvsql",
      "  kvsql explore --ops recorded.jsonl.gz"
    })
final class ExploreCommand implements Callable<Integer> {
  private static final int RANDOM_STEPS = 1000;

  private final Globals globals;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      split = ",",
      converter = PolicyChoice.Converter.class,
      completionCandidates = PolicyChoice.Names.class,
      description = {
        "Whose file, one or several: ${COMPLETION-CANDIDATES} (default: kvsql, this program's own)."
      })
  private List<PolicyChoice> policies = List.of();

  @Mixin private final SearchOptions search = new SearchOptions();

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "Play a replay file instead, on the policy that it names or on those of --policy.")
  private @Nullable Path replay;

  @Option(
      names = "--ops",
      paramLabel = "FILE",
      description =
          "Replay a recording of the operations that a real VFS made, JSON Lines, also gzip, and tell"
              + " at which an invariant first broke.")
  private @Nullable Path recording;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where to write replay files (default: the current directory).")
  private Path output;

  @Option(
      names = "--json",
      description = "Print one JSON document (kvsql/explore/1, or kvsql/explore-ops/1).")
  private boolean json;

  @Spec private CommandSpec spec;

  ExploreCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws IOException {
    requireSensible();
    if (recording != null) {
      return replayed(recording);
    }
    List<ExploreRender.Report> reports = new ArrayList<>();
    if (replay == null) {
      for (Policy policy : chosen(Policy.KVSQL)) {
        Integer runs = search.runs();
        report(runs == null ? explored(policy) : ran(policy, runs), reports);
      }
    } else {
      ReplayFile file = read(replay);
      for (Policy policy : chosen(file.policy())) {
        ExploreRender.Report played = new ExploreRender.Replayed(play(policy, file, replay));
        played.stories().forEach(this::tell);
        report(played, reports);
      }
    }
    if (json) {
      ExploreRender.json(reports, spec.commandLine().getOut());
    }
    return reports.stream().allMatch(ExploreRender.Report::isClean)
        ? ExitCode.CLEAN
        : ExitCode.FINDINGS;
  }

  private int replayed(Path file) throws IOException {
    ReplayReport report = OperationReplay.of(file);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      RecordingRender.json(file.toString(), report, out);
    } else {
      RecordingRender.text(file.toString(), report, globals.style(), out);
    }
    return report.firstBroken().isEmpty() ? ExitCode.CLEAN : ExitCode.FINDINGS;
  }

  private List<Policy> chosen(Policy unlessNamed) {
    return policies.isEmpty() ? List.of(unlessNamed) : PolicyChoice.union(policies);
  }

  private void requireSensible() {
    search.requireSensible();
    if (replay == null && recording == null && !Files.isDirectory(output)) {
      throw new UsageException(
          output + ": no such directory; create it, or choose another with -o");
    }
    if (Stream.of(search.runs(), replay, recording).filter(Objects::nonNull).count() > 1) {
      throw new UsageException("--random, --replay and --ops are different things; choose one");
    }
  }

  private void report(ExploreRender.Report report, List<ExploreRender.Report> reports) {
    reports.add(report);
    if (!json) {
      ExploreRender.summary(report, spec.commandLine().getOut());
    }
  }

  private ExploreRender.Report explored(Policy policy) {
    ExploreOptions options = search.options(policy);
    ProgressLine line = new ProgressLine(globals, spec.commandLine().getErr());
    List<ExploreRender.Told> told = new ArrayList<>();
    try {
      Exploration exploration =
          Explorer.run(
              options,
              progress -> line.show(ExploreRender.progress(policy.label(), progress)),
              found -> {
                line.clear();
                told.add(told(options, found));
              });
      return new ExploreRender.Explored(exploration, told);
    } catch (OutOfMemoryError e) {
      throw new UncheckedIOException(
          new IOException(
              "not enough memory for sequences that long; choose a smaller --depth, or give Java"
                  + " more, such as KVSQL_OPTS=-Xmx8g",
              e));
    } finally {
      line.clear();
    }
  }

  private ExploreRender.Report ran(Policy policy, int runs) {
    ExploreOptions options = search.options(policy);
    ProgressLine line = new ProgressLine(globals, spec.commandLine().getErr());
    List<RandomRuns.Run> done = new ArrayList<>();
    while (done.size() < runs && done.stream().allMatch(RandomRuns.Run::isClean)) {
      done.add(RandomRuns.run(options, search.seed() + done.size(), RANDOM_STEPS));
      line.show(policy.label() + ": run " + done.size() + " of " + runs);
    }
    line.clear();
    return new ExploreRender.Ran(
        options,
        done,
        done.stream()
            .flatMap(run -> run.counterexample().stream())
            .map(found -> told(options, found))
            .toList());
  }

  /** Tells a counterexample as soon as it is found: an exploration may be ended by its user. */
  private ExploreRender.Told told(ExploreOptions options, Counterexample found) {
    try {
      ExploreRender.Told told =
          new ExploreRender.Told(
              Story.play(options.policy(), options.start(), found.moves()),
              ReplayOutput.write(output, options, found).toString());
      tell(told);
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(ExploreRender.Told told) {
    if (!json) {
      ExploreRender.story(told, globals.style(), spec.commandLine().getOut());
    }
  }

  private static ReplayFile read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + ": a directory, not a replay file");
    }
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return ReplayParser.read(in);
    } catch (ReplayParser.MalformedException | CharacterCodingException e) {
      throw new UsageException(
          file
              + ": "
              + (e instanceof CharacterCodingException
                  ? "not UTF-8 text, so no replay file"
                  : e.getMessage()));
    }
  }

  private Story play(Policy policy, ReplayFile file, Path path) {
    try {
      return Story.play(policy, file.start(), file.moves());
    } catch (Story.IllegalMoveException e) {
      throw new UsageException(path + ": " + e.getMessage());
    }
  }
}
