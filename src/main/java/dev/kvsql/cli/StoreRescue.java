package dev.kvsql.cli;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.check.StoreCheck;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.LogCut;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.chunk.mapdb.StoreSalvage;
import dev.kvsql.chunk.salvage.SalvageReport;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.Escapes;
import dev.kvsql.render.SalvageRender;
import dev.kvsql.render.report.CheckRender;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;

/** Repairs of a store that cannot be opened or read: they replace its files, and keep the old. */
final class StoreRescue {
  private final Path path;
  private final Globals globals;
  private final Set<FindingId> allowed;
  private final int repairedCode;
  private final Agreement agreement;
  private final PrintWriter out;

  /** Whether something is to be done. */
  interface Agreement {
    /** Answers for the user, or asks. */
    boolean to(String question) throws IOException;
  }

  /**
   * @param repairedCode what to exit with when the store was repaired and checks clean
   */
  StoreRescue(
      Path path,
      Globals globals,
      Set<FindingId> allowed,
      int repairedCode,
      Agreement agreement,
      PrintWriter out) {
    this.path = path;
    this.globals = globals;
    this.allowed = Set.copyOf(allowed);
    this.repairedCode = repairedCode;
    this.agreement = agreement;
    this.out = out;
  }

  /** Salvages a store that is not to be opened as it is. */
  int salvageDirty(String problem) throws IOException {
    try {
      return salvage(problem, CommandText.of(path.toString()).repair());
    } catch (StoreException.Damaged e) {
      out.println(Escapes.forTerminal(problem));
      out.println("  nothing of it can be salvaged");
      out.println("nothing was changed; put a backup in its place, if there is one");
      return ExitCode.FINDINGS;
    }
  }

  /** Salvages a store of which some records cannot be read. */
  int salvageUnreadable(String problem) throws IOException {
    return salvage(
        problem, CommandText.of(path.toString()).repairAllowing(FindingId.RECORD_UNREADABLE));
  }

  private int salvage(String problem, String command) throws IOException {
    StoreSalvage plan = StoreSalvage.plan(path, globals.patience());
    out.println(Escapes.forTerminal(problem));
    if (isEmpty(plan.report())) {
      out.println("  nothing of it can be salvaged:");
      SalvageRender.text(plan.report(), out);
      out.println("nothing was changed; put a backup in its place, if there is one");
      return ExitCode.FINDINGS;
    }
    out.println("  salvage what can be read into a new store:");
    SalvageRender.text(plan.report(), out);
    out.println("  keep the old file as " + name(plan.kept()));
    if (!agreement.to("Salvage it?")) {
      out.println("nothing was changed; to do this: " + command);
      return ExitCode.FINDINGS;
    }
    StoreSalvage done = StoreSalvage.carryOut(path, globals.patience());
    out.println("salvaged; the old file is " + name(done.kept()) + takeBack(done));
    int code = check();
    return done.report().isComplete() ? code : ExitCode.FINDINGS;
  }

  /** Whether a salvage would put an empty store in place of a damaged one. */
  private static boolean isEmpty(SalvageReport report) {
    boolean nothing = report.databases().stream().allMatch(database -> database.entries() == 0);
    return report.databases().isEmpty() || (nothing && !report.isComplete());
  }

  private String takeBack(StoreSalvage done) {
    String file = ": to take this back, rename it to " + name(path);
    return done.keptLog()
        .map(log -> file + ", and " + name(log) + " to " + name(path) + ".redo")
        .orElse(file);
  }

  /** Cuts a redo log off before its damage. */
  int cutLog(StoreException.LogRefused refused) throws IOException {
    return switch (refused.usable()) {
      case NOTHING -> {
        out.println(Escapes.forTerminal(String.valueOf(refused.getMessage())));
        out.println("  left: STORE-LOG, no repair is known to be right; it needs a person");
        yield ExitCode.FINDINGS;
      }
      case COMMITS_BEFORE_DAMAGE -> {
        out.println(Escapes.forTerminal(refused.problem()));
        yield cutLog();
      }
    };
  }

  private int cutLog() throws IOException {
    LogCut plan = LogCut.plan(path, globals.patience());
    out.printf(
        "  keep %s of the log, drop the %s from the damage on; keep the whole log as %s%n",
        Amounts.count(plan.commits(), "commit"),
        Amounts.bytes(plan.droppedBytes()),
        name(plan.kept()));
    boolean may = allowed.contains(FindingId.STORE_LOG);
    if (!may || !agreement.to("Drop these commits?")) {
      out.println(
          "nothing was changed; to do this: "
              + CommandText.of(path.toString()).repairAllowing(FindingId.STORE_LOG));
      return ExitCode.FINDINGS;
    }
    LogCut done = LogCut.carryOut(path, globals.patience());
    out.println("cut; the whole log is " + name(done.kept()));
    return check();
  }

  private int check() {
    CheckReport report = report();
    CheckRender.text(report, globals.style(), out);
    int code = CheckCommand.exitCode(report.verdict());
    return code == ExitCode.CLEAN ? repairedCode : code;
  }

  /** Below a log that was cut the store file may be damaged as well. */
  private CheckReport report() {
    try (Store store = MapDbStore.open(path, Access.READ, globals.patience())) {
      return StoreCheck.of(store, store.databases(), Level.FULL, Severity.WARN);
    } catch (StoreException.Damaged e) {
      return StoreCheck.unopenable(path.toString(), e, Severity.WARN);
    }
  }

  private static String name(Path file) {
    return Escapes.forTerminal(String.valueOf(file.getFileName()));
  }
}
