package dev.kvsql.cli;

import static java.util.stream.Collectors.joining;

import dev.kvsql.check.CheckReport;
import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.DatabaseFinding;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Level;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.MeteredStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.render.Amounts;
import dev.kvsql.render.CommandText;
import dev.kvsql.render.RepairRender;
import dev.kvsql.render.UndoRender;
import dev.kvsql.render.report.CheckRender;
import dev.kvsql.repair.Rehearsal;
import dev.kvsql.repair.Repair;
import dev.kvsql.repair.RepairPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kvsql repair}. */
@Command(
    name = "repair",
    header = "Prints what would be repaired; --apply does what is safe.",
    description = {
      "Checks a store and prints what it would do; --apply does what is safe. The repair runs on a copy"
          + " first, which is checked; then an undo record is written, then the store is changed in one"
          + " transaction and checked again. If that is worse than before, it is taken back.",
      "",
      "A store that cannot be opened is salvaged: whatever can still be read goes into a new store, and"
          + " the old file is kept as STORE.damaged.",
    },
    exitCodeList = {
      "0:Clean, or repaired and checked clean.",
      "1:Failed, and nothing was changed; or put back because the check after it was worse.",
      ExitText.USAGE,
      "3:Findings from warn on are left; without --apply, were found.",
      "4:Repaired and checked clean, with --exit-repaired.",
      "5:A recovery is pending, and nothing else from warn on was found.",
      "6:Incomplete: the store changed under the check.",
      ExitText.MISSING,
      ExitText.LOCKED,
      "130:Interrupted: the store is as it was, or repaired."
    },
    footer = {
      "",
      "Examples:",
      "  kvsql repair app.kv",
      "  kvsql repair app.kv --apply --yes",
      "  kvsql repair app.kv --apply --allow RECORD-UNREADABLE"
    })
final class RepairCommand implements Callable<Integer> {
  private final Globals globals;

  @Mixin private final StoreTarget target;

  @Option(
      names = "--apply",
      description = "Carry out what is safe; asks first when stdin is a terminal.")
  private boolean apply;

  @Option(names = "--yes", description = "Do not ask, also on a terminal.")
  private boolean yes;

  @Option(
      names = "--allow",
      paramLabel = "ID",
      converter = LossyFinding.class,
      completionCandidates = LossyFinding.class,
      description = {
        "With --apply, also repair what may lose something; may be given several times.",
        "META-MALFORMED, META-MISSING: infer the size of a file from the SQLite header and chunks.",
        "STORE-LOG: cut a damaged redo log off before the damage.",
        "RECORD-UNREADABLE: salvage the store, as is done with one that cannot be opened.",
        "CHUNK-MISSING, SQLITE-INTEGRITY: salvage what can be read of the database into a new one beside it."
      })
  private Set<FindingId> allowed = Set.of();

  @Mixin private final UndoFileOption undoFile = new UndoFileOption();

  @Option(names = "--exit-repaired", description = "Exit with 4 when something was repaired.")
  private boolean exitRepaired;

  @Spec private CommandSpec spec;

  RepairCommand(Globals globals) {
    this.globals = globals;
    target = new StoreTarget(globals);
  }

  @Override
  public Integer call() throws IOException {
    StoreRescue rescue =
        new StoreRescue(
            target.path(),
            globals,
            allowed,
            exitRepaired ? ExitCode.REPAIRED : ExitCode.CLEAN,
            question -> apply && agreed(question),
            out());
    try {
      requireReadable();
    } catch (StoreException.LogRefused e) {
      return rescue.cutLog(e);
    } catch (StoreException.Damaged e) {
      return rescue.salvageDirty(String.valueOf(e.getMessage()));
    }
    Optional<DatabaseFinding.RecordUnreadable> unreadable =
        allowed.contains(FindingId.RECORD_UNREADABLE) ? unreadable() : Optional.empty();
    return unreadable.isPresent() ? rescue.salvageUnreadable(unreadable.get().problem()) : repair();
  }

  /** Opening for writing carries the redo log over: no store is to be salvaged after that. */
  private void requireReadable() {
    try (Store store = target.open(Access.READ)) {
      target.names(store);
    }
  }

  private Optional<DatabaseFinding.RecordUnreadable> unreadable() {
    try (Store store = target.open(Access.READ)) {
      return store.databases().stream()
          .flatMap(name -> DatabaseCheck.of(store, name, Level.QUICK).findings().stream())
          .filter(DatabaseFinding.RecordUnreadable.class::isInstance)
          .map(DatabaseFinding.RecordUnreadable.class::cast)
          .findFirst();
    }
  }

  private int repair() throws IOException {
    try (Store store = target.open(apply ? Access.WRITE : Access.READ)) {
      List<String> names = target.names(store);
      if (undoFile.isGiven() && names.size() > 1) {
        throw new UsageException("--undo-file is for one database: choose it with --db");
      }
      store.pendingLogBytes().ifPresent(bytes -> RepairRender.log(bytes, log(), out()));
      List<DatabaseReport> after = new ArrayList<>();
      boolean repaired = false;
      for (String name : names) {
        DatabaseReport before =
            watched("checking", store, seen -> DatabaseCheck.of(seen, name, Level.FULL));
        Rehearsal rehearsal =
            watched("rehearsing", store, seen -> new Repair(seen, name).rehearse(before, allowed));
        RepairPlan plan = rehearsal.plan();
        RepairRender.plan(command(store, name), before, rehearsal, globals.style(), out());
        boolean changed = !plan.isEmpty() && apply && agreed(plan);
        if (!plan.isEmpty() && !changed) {
          out().println("nothing was changed; to do this: " + todo(store, name));
        }
        DatabaseReport left = changed ? carryOut(store, rehearsal, before) : before;
        after.add(left);
        repaired |= changed;
        if (isToBeSalvaged(left) && (names.size() == 1 || !DatabaseRescue.isSalvaged(name))) {
          Optional<DatabaseReport> salvaged =
              new DatabaseRescue(store, question -> apply && agreed(question), out()).salvage(name);
          salvaged.ifPresent(after::add);
          repaired |= salvaged.isPresent();
        }
      }
      return exitCode(
          CheckReport.of(store.name(), store.databases().size(), after, Severity.WARN), repaired);
    }
  }

  /** Only what no repair of the database itself has mended. */
  private boolean isToBeSalvaged(DatabaseReport left) {
    return (allowed.contains(FindingId.SQLITE_INTEGRITY)
            || allowed.contains(FindingId.CHUNK_MISSING))
        && left.countFrom(Severity.ERROR) > 0;
  }

  private int exitCode(CheckReport report, boolean repaired) {
    int code = CheckCommand.exitCode(report.verdict());
    if (repaired) {
      CheckRender.text(report, globals.style(), out());
    }
    return code == ExitCode.CLEAN && repaired && exitRepaired ? ExitCode.REPAIRED : code;
  }

  private static CommandText command(Store store, String database) {
    return store.databases().size() == 1
        ? CommandText.of(store.name())
        : new CommandText(store.name(), database);
  }

  /** What becomes of a redo log. */
  private RepairRender.Log log() {
    return apply ? RepairRender.Log.CARRIED_OVER : RepairRender.Log.PENDING;
  }

  /** The command that does what was planned. */
  private String todo(Store store, String database) {
    String lossy = allowed.stream().sorted().map(id -> " --allow " + id.text()).collect(joining());
    return command(store, database).repair() + lossy;
  }

  private boolean agreed(RepairPlan plan) throws IOException {
    return agreed("Carry out " + Amounts.count(plan.actions().size(), "action") + "?");
  }

  private boolean agreed(String question) throws IOException {
    return yes || !globals.mayAsk() || Globals.ask(question, spec.commandLine().getErr());
  }

  private interface Work<T> {
    T on(Store store) throws IOException;
  }

  /** Does something with a store, and shows how much it reads. */
  private <T> T watched(String task, Store store, Work<T> work) throws IOException {
    try (ByteProgress progress =
        new ByteProgress(globals, spec.commandLine().getErr(), task, ByteProgress.UNKNOWN)) {
      return work.on(new MeteredStore(store, progress));
    }
  }

  private DatabaseReport carryOut(Store store, Rehearsal rehearsal, DatabaseReport before)
      throws IOException {
    Path record = undoFile.path(target.path(), before.name());
    List<String> audit = RepairRender.lines(rehearsal.plan());
    Repair.Outcome outcome =
        watched(
            "repairing",
            store,
            seen -> new Repair(seen, before.name()).apply(rehearsal, before, audit, record));
    return switch (outcome) {
      case Repair.Done(long keys, Path undo, DatabaseReport after) -> {
        UndoRender.undoable(keys, target.path().toString(), undo.toString(), out());
        yield after;
      }
      case Repair.Refused(String why) -> throw new IOException(target.path() + ": " + why);
    };
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
