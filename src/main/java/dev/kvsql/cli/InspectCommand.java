package dev.kvsql.cli;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.inspect.StoreInspection;
import dev.kvsql.render.InspectRender;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kvsql inspect}. */
@Command(
    name = "inspect",
    header = "Shows what is in a store: databases, files, chunks, pages.",
    description = {
      "Shows what is in a store: its databases, their files with size and chunks, the SQLite header,"
          + " and what the pages are. A hot journal is not applied: what is stored is shown.",
    },
    footer = {"", "Examples:", "  kvsql inspect app.kv", "  kvsql inspect app.kv --json | jq ."})
final class InspectCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Option(names = "--json", description = "Print one JSON document (kvsql/inspect/1).")
  private boolean json;

  @Spec private CommandSpec spec;

  InspectCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = target.open(Access.READ)) {
      StoreInspection inspection = StoreInspection.of(store, target.names(store));
      if (json) {
        InspectRender.json(inspection, out);
      } else {
        InspectRender.text(inspection, globals.style(), out);
      }
    }
    return ExitCode.CLEAN;
  }
}
