package dev.kvsql.cli;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.explore.SimulatedTruncate;
import dev.kvsql.explore.TruncateSimulation;
import dev.kvsql.render.TruncateRender;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kvsql truncate}. */
@Command(
    name = "truncate",
    header = "Simulates a truncate, and what it does to store and cache.",
    description = {
      "Simulates setting the size of a file, on a copy-on-write view: prints the plan, the operations"
          + " that would reach the store, what the read cache would evict and replace, and whether the"
          + " invariants C1 to C5 hold, also after the file has grown back. Changes nothing.",
    },
    footer = {
      "",
      "Sizes: 4196, 4K, 4KiB, 1MiB, or 2c+100 for two chunks and 100 bytes.",
      "Exit codes: 0 every invariant holds, 3 one is broken.",
      "",
      "Examples:",
      "  kvsql truncate app.kv --size 4196",
      "  kvsql truncate app.kv --size 2c --file journal"
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
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = target.open(Access.READ)) {
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
      if (json) {
        TruncateRender.json(store.name(), run, out);
      } else {
        TruncateRender.text(store.name(), run, globals.style(), out);
      }
      return run.isCoherent() ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }
  }
}
