package dev.kvsql.cli;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.TruncateSimulation;
import dev.kvsql.render.TruncateRender;
import dev.kvsql.render.TruncationRender;
import dev.kvsql.repair.Truncation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kvsql truncate}. */
@Command(
    name = "truncate",
    header = "Simulates a truncate, and what it does to store and cache; --apply does it.",
    description = {
      "Simulates setting the size of a file, on a copy-on-write view: prints the plan, the operations"
          + " that would reach the store, what the read cache would evict and replace, and whether the"
          + " invariants C1 to C5 hold, also after the file has grown back. Changes nothing.",
      "",
      "With --apply the same plan is then carried out on the store, and kvsql undo takes it back. If the"
          + " file is not as it should be afterwards, everything is put back. A file that has that size"
          + " already is not touched.",
    },
    footer = {
      "",
      "Sizes: 4196, 4K, 4KiB, 1MiB, or 2c+100 for two chunks and 100 bytes.",
      "Exit codes: 0 every invariant holds, 3 one is broken.",
      "",
      "Examples:",
      "  kvsql truncate app.kv --size 4196",
      "  kvsql truncate app.kv --size 2c --file journal",
      "  kvsql truncate app.kv --size 4196 --apply --yes"
    })
final class TruncateCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Option(
      names = "--size",
      required = true,
      paramLabel = "SIZE",
      converter = ByteSize.Converter.class,
      description = "The size to set.")
  private ByteSize size;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "main",
      description = "The file: ${COMPLETION-CANDIDATES} (default: main).")
  private FileTag file;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "kvsql",
      description =
          "Whose truncate: ${COMPLETION-CANDIDATES} (default: kvsql, this program's own).")
  private Policy policy;

  @Mixin private final TruncateApply applying;

  @Option(names = "--json", description = "Print one JSON document (kvsql/truncate/1).")
  private boolean json;

  @Spec private CommandSpec spec;

  /** The programs whose truncate can be simulated; the names are what people type. */
  enum Policy {
    kvsql
  }

  TruncateCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
    applying = new TruncateApply(globals, target);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    applying.requireAgreement();
    try (Store store = applying.open(file, size.bytes())) {
      StoreTarget.Named database = target.database(store);
      SimulatedTruncate run =
          switch (policy) {
            case kvsql ->
                TruncateSimulation.of(database.chunks(), file, size.bytes())
                    .orElseThrow(() ->
                        new StoreException.Missing(
                            target.path()
                                + ": database "
                                + database.name()
                                + " has no "
                                + file.label()
                                + " file"));
          };
      if (!json) {
        TruncateRender.text(store.name(), run, applying.purpose(), globals.style(), out);
      }
      Optional<Truncation.Outcome> applied = applying.carryOut(store, database.name(), run);
      if (json) {
        TruncateRender.json(store.name(), run, applied, out);
      } else {
        applied.ifPresent(
            outcome -> TruncationRender.text(outcome, store.name(), file, run.plan(), out));
      }
      return run.isCoherent() ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }
  }
}
