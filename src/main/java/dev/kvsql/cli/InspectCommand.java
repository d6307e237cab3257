package dev.kvsql.cli;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.inspect.DatabaseInspection.Detail;
import dev.kvsql.inspect.StoreInspection;
import dev.kvsql.render.InspectRender;
import dev.kvsql.render.MapRender;
import dev.kvsql.render.TablesRender;
import dev.kvsql.render.html.StorePage;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "",
      "--map and --tables go together, and show just that. --tables goes with --json, too, which"
          + " then has the tables of each database besides. --html goes with none of them.",
    },
    exitCodeList = {
      ExitText.DONE,
      ExitText.FAILED,
      ExitText.USAGE,
      ExitText.MISSING,
      ExitText.LOCKED,
      ExitText.INTERRUPTED
    },
    footer = {
      "",
      "Examples:",
      "  kvsql inspect app.kv",
      "  kvsql inspect app.kv --map",
      "  kvsql inspect app.kv --tables --db main",
      "  kvsql inspect app.kv --html app.html --level full",
      "  kvsql inspect app.kv --json | jq ."
    })
final class InspectCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Option(
      names = "--map",
      description =
          "Show the chunks of each file as a map: a cell a chunk, or a run of chunks of which the"
              + " worst is shown, and a legend.")
  private boolean map;

  @Option(
      names = "--tables",
      description =
          "Show what each table and index takes, the largest first: bytes, pages, overflow pages,"
              + " depth, fill and entries.")
  private boolean tables;

  @Option(names = "--json", description = "Print one JSON document (kvsql/inspect/1).")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write all of it, and what a check finds, as one page for a browser; FILE must not exist.")
  private @Nullable Path html;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "With --html: how deep the check goes, ${COMPLETION-CANDIDATES} (default: quick).")
  private @Nullable Level level;

  @Spec private CommandSpec spec;

  InspectCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() throws IOException {
    requireSensible();
    try (Store store = target.open(Access.READ)) {
      if (html != null) {
        write(store, html);
        return ExitCode.CLEAN;
      }
      Detail detail = map || tables ? Detail.OWNERS : Detail.KINDS;
      print(StoreInspection.of(store, target.names(store), detail));
    }
    return ExitCode.CLEAN;
  }

  private void requireSensible() throws IOException {
    if (map && json) {
      throw new UsageException("--map and --json do not go together: a map is for the eye");
    }
    if (html != null && (map || tables || json)) {
      throw new UsageException(
          "--html has everything, and goes with none of --map, --tables, --json");
    }
    if (html == null && level != null) {
      throw new UsageException("--level is of the check that --html makes: use both");
    }
    if (html != null) {
      NewFile.requireWritable(html);
    }
  }

  private void write(Store store, Path file) throws IOException {
    List<String> names = target.names(store);
    Level depth = level == null ? Level.QUICK : level;
    Instant now = Instant.now();
    StoreInspection inspection = StoreInspection.of(store, names, Detail.OWNERS);
    CheckReport report = StoreCheck.of(store, names, depth, Severity.WARN);
    NewFile.write(
        file,
        out ->
            StorePage.write(
                inspection,
                report,
                depth,
                now,
                new OutputStreamWriter(out, StandardCharsets.UTF_8)));
  }

  private void print(StoreInspection inspection) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      InspectRender.json(inspection, out);
      return;
    }
    if (!map && !tables) {
      InspectRender.text(inspection, globals.style(), out);
      return;
    }
    InspectRender.title(inspection, globals.style(), out);
    if (map) {
      new MapRender(Screen.columns(), globals.style(), Screen.glyphs(), out).text(inspection);
    }
    if (tables) {
      TablesRender.text(inspection, globals.style(), out);
    }
  }
}
