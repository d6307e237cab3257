package dev.kvsql.cli;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.cli.option.ByteSize;
import dev.kvsql.explore.SimulatedBoundaries;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.TruncateOutcome;
import dev.kvsql.explore.TruncateTrial;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.TruncatePlan;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.TruncateJson;
import dev.kvsql.render.TruncateRender;
import dev.kvsql.render.TruncateTables;
import dev.kvsql.render.TruncationRender;
import dev.kvsql.repair.Truncation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kvsql truncate}. */
@Command(
    name = "truncate",
    header = "Simulates a truncate, and what it does to store and cache; --apply does it.",
    description = {
      "Simulates setting the size of a file, on a copy-on-write view: prints the plan, the operations"
          + " on the store, what the read cache evicts and replaces, what the store then holds past the"
          + " end, what a new process reads, and whether the invariants C1 to C5 hold, also after the"
          + " file has grown back. Changes nothing.",
      "",
      "Policies: kvsql is this program's own truncate, one atomic batch; native-before and native-after"
          + " are those of Rivet's native VFS before and after its pull request 4637; wasm is that of"
          + " its WASM VFS. Several are set side by side.",
      "",
      "With --apply the plan of kvsql is then carried out on the store, and kvsql undo takes it back. If"
          + " the file is not as it should be afterwards, everything is put back. A file that has that"
          + " size already is not touched.",
    },
    exitCodeList = {
      "0:Every invariant holds, and nothing is left past the end.",
      ExitText.FAILED,
      ExitText.USAGE,
      "3:An invariant is broken or something is left past the end, for any size and any policy.",
      ExitText.MISSING,
      ExitText.LOCKED,
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql truncate app.kv --size 4196",
      "  kvsql truncate app.kv --size 2c --file journal",
      "  kvsql truncate app.kv --size 4096 --policy native-before,native-after",
      "  kvsql truncate app.kv --size 4196 --policy native-after --fail-at 3",
      "  kvsql truncate app.kv --boundaries --policy all",
      "  kvsql truncate app.kv --size 4196 --apply --yes"
    })
final class TruncateCommand implements Callable<Integer> {
  private static final long DEFAULT_SEED = 1;

  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = ByteSize.Converter.class,
      description =
          "The size to set: 4196, 4K, 4KiB, 1MiB, or 2c+100 for two chunks and 100 bytes.")
  private @Nullable ByteSize size;

  @Option(
      names = "--boundaries",
      description =
          "Instead of one size, those at which truncates go wrong: around 0, one chunk, the last"
              + " multiples of a chunk and the file's size, and random ones.")
  private boolean boundaries;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For the random sizes of --boundaries (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "main",
      description = "The file: ${COMPLETION-CANDIDATES} (default: main).")
  private FileTag file;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      split = ",",
      converter = PolicyChoice.Converter.class,
      completionCandidates = PolicyChoice.Names.class,
      defaultValue = "kvsql",
      description = "Whose truncate, one or several: ${COMPLETION-CANDIDATES} (default: kvsql).")
  private List<PolicyChoice> policies;

  @Option(
      names = "--fail-at",
      paramLabel = "N",
      description = "The store refuses the Nth operation of the truncate; reads count.")
  private @Nullable Integer failAt;

  @Mixin private final TruncateApply applying;

  @Option(names = "--json", description = "Print one JSON document (kvsql/truncate/1).")
  private boolean json;

  @Spec private CommandSpec spec;

  TruncateCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
    applying = new TruncateApply(globals, target);
  }

  @Override
  public Integer call() throws IOException {
    TruncateTrial trial = trial();
    List<TruncateOutcome> outcomes =
        size == null ? boundaries(trial) : oneSize(trial, size.bytes());
    return outcomes.stream().allMatch(TruncateOutcome::isClean)
        ? ExitCode.CLEAN
        : ExitCode.FINDINGS;
  }

  private TruncateTrial trial() {
    if ((size != null) == boundaries) {
      throw usage(
          boundaries
              ? "--size and --boundaries exclude each other"
              : "one of --size SIZE and --boundaries is required");
    }
    if (seed != null && !boundaries) {
      throw usage("--seed is for the random sizes of --boundaries");
    }
    if (failAt != null && failAt < 1) {
      throw usage("--fail-at counts operations from 1, not " + failAt);
    }
    List<Policy> chosen = PolicyChoice.union(policies);
    if (applying.isWanted()
        && (boundaries || failAt != null || !chosen.equals(List.of(Policy.KVSQL)))) {
      throw usage("--apply is for one --size and for this program's own policy, kvsql");
    }
    applying.requireAgreement();
    return new TruncateTrial(
        file, chosen, failAt == null ? OptionalInt.empty() : OptionalInt.of(failAt));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private List<TruncateOutcome> oneSize(TruncateTrial trial, long newSizeBytes) throws IOException {
    try (Store store = applying.open(file, newSizeBytes)) {
      StoreTarget.Named database = target.database(store);
      List<TruncateOutcome> outcomes =
          trial.run(database.chunks(), newSizeBytes).orElseThrow(() -> noFile(database));
      requireOperations(outcomes, TruncateCommand::makes);
      if (!json) {
        print(store.name(), trial, outcomes);
      }
      Optional<Truncation.Outcome> applied =
          outcomes.getFirst() instanceof SimulatedTruncate run
              ? applying.carryOut(store, database.name(), run)
              : Optional.empty();
      if (json) {
        TruncateJson.policies(store.name(), trial, outcomes, applied, out());
      }
      if (!json && applied.isPresent()) {
        TruncatePlan plan = outcomes.getFirst().plan();
        TruncationRender.text(applied.get(), store.name(), file, plan, out());
      }
      return outcomes;
    }
  }

  private void print(String store, TruncateTrial trial, List<TruncateOutcome> outcomes) {
    if (outcomes.size() == 1 && outcomes.getFirst() instanceof SimulatedTruncate run) {
      TruncateRender.text(store, run, applying.purpose(), globals.style(), out());
    } else {
      TruncateTables.policies(store, trial, outcomes, globals.style(), out());
    }
  }

  private List<TruncateOutcome> boundaries(TruncateTrial trial) {
    try (Store store = target.open(Access.READ)) {
      StoreTarget.Named database = target.database(store);
      SimulatedBoundaries run =
          trial
              .runBoundaries(database.chunks(), seed == null ? DEFAULT_SEED : seed)
              .orElseThrow(() -> noFile(database));
      requireOperations(run.outcomes(), TruncateCommand::most);
      if (json) {
        TruncateJson.boundaries(store.name(), run, out());
      } else {
        TruncateTables.boundaries(store.name(), run, globals.style(), out());
      }
      return run.outcomes();
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private StoreException noFile(StoreTarget.Named database) {
    return new StoreException.Missing(
        target.path() + ": database " + database.name() + " has no " + file.label() + " file");
  }

  /** When no truncate makes the operation that is to fail, nothing was simulated. */
  private void requireOperations(
      List<TruncateOutcome> outcomes, Function<List<TruncateOutcome>, String> text) {
    if (outcomes.stream().allMatch(outcome -> outcome instanceof TruncateOutcome.FewerOperations)) {
      throw usage("--fail-at " + failAt + ": " + text.apply(outcomes));
    }
  }

  private static String makes(List<TruncateOutcome> outcomes) {
    return "the truncate of "
        + outcomes.stream()
            .map(outcome -> outcome.policy().label() + " makes " + operations(outcome))
            .collect(Collectors.joining(", that of "));
  }

  private static String most(List<TruncateOutcome> outcomes) {
    return "no truncate makes more than "
        + operations(
            outcomes.stream()
                .max(Comparator.comparingLong(TruncateOutcome::operationCount))
                .orElseThrow());
  }

  private static String operations(TruncateOutcome outcome) {
    return Amounts.count(outcome.operationCount(), "operation");
  }
}
