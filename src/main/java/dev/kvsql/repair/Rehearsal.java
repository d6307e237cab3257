package dev.kvsql.repair;

import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Severity;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A repair that was carried out on a copy-on-write view, and checked there. What mends one finding
 * may bring another to light that can be mended, too, so it goes on until nothing more is to be
 * done.
 */
public final class Rehearsal {
  private static final int MOST_ROUNDS = 8;

  private final ChunkStore chunks;
  private final Function<ChunkStore, DatabaseReport> check;
  private final OverlayChunkStore view;
  private final List<RepairAction> actions = new ArrayList<>();
  private DatabaseReport report;
  private Optional<String> objection = Optional.empty();

  private Rehearsal(
      ChunkStore chunks, DatabaseReport before, Function<ChunkStore, DatabaseReport> check) {
    this.chunks = chunks;
    this.check = check;
    view = new OverlayChunkStore(chunks);
    report = before;
  }

  /** Plans round after round, and rehearses each. */
  static Rehearsal of(
      ChunkStore chunks,
      DatabaseReport before,
      Set<FindingId> allowed,
      Function<ChunkStore, DatabaseReport> check) {
    Rehearsal rehearsal = new Rehearsal(chunks, before, check);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      DatabaseReport last = rehearsal.report;
      RepairPlan plan = RepairPlan.of(last, allowed, rehearsal.view);
      if (plan.isEmpty() || !rehearsal.round(plan) || rehearsal.report.equals(last)) {
        break;
      }
    }
    rehearsal.requireRows(before);
    return rehearsal;
  }

  /** Rehearses one plan as it is. */
  static Rehearsal of(
      ChunkStore chunks,
      DatabaseReport before,
      RepairPlan plan,
      Function<ChunkStore, DatabaseReport> check) {
    Rehearsal rehearsal = new Rehearsal(chunks, before, check);
    rehearsal.round(plan);
    rehearsal.requireRows(before);
    return rehearsal;
  }

  /** Whether the round was good; nothing is kept of one that was not. */
  private boolean round(RepairPlan plan) {
    OverlayChunkStore layer = new OverlayChunkStore(view);
    try {
      ActionRunner runner = new ActionRunner(layer);
      for (RepairAction action : plan.actions()) {
        runner.run(action);
      }
    } catch (SQLException e) {
      return object("SQLite could not recover it: " + e.getMessage());
    }
    DatabaseReport after = check.apply(layer);
    if (Comparison.isWorse(report, after)) {
      return object("the repaired copy checks worse than the original");
    }
    if (isBetterUnrecovered(plan, after)) {
      return object(
          "after the recovery that SQLite would do, the copy checks worse than without its journal;"
              + " is that the journal of this database?");
    }
    view.apply(layer.changes(), Durability.LAZY);
    actions.addAll(plan.actions());
    report = after;
    return true;
  }

  /** A journal that does not belong to the database ruins it. */
  private boolean isBetterUnrecovered(RepairPlan plan, DatabaseReport recovered) {
    List<RepairAction.Recover> recoveries =
        plan.actions().stream()
            .filter(RepairAction.Recover.class::isInstance)
            .map(RepairAction.Recover.class::cast)
            .toList();
    if (recoveries.isEmpty() || recovered.countFrom(Severity.ERROR) == 0) {
      return false;
    }
    OverlayChunkStore without = new OverlayChunkStore(view);
    ActionRunner runner = new ActionRunner(without);
    recoveries.forEach(recovery -> runner.drop(recovery.journal()));
    return check.apply(without).countFrom(Severity.ERROR) == 0;
  }

  private boolean object(String why) {
    objection = Optional.of(why);
    return false;
  }

  /** No row that can be read now may be lost: then nothing at all is done. */
  private void requireRows(DatabaseReport before) {
    if (actions.isEmpty()) {
      return;
    }
    try {
      lostRow()
          .ifPresent(row ->
              withdraw("the repaired copy lacks a row that can be read now: " + text(row), before));
    } catch (StoreException.Damaged e) {
      withdraw("whether its rows would all be kept cannot be told: " + e.getMessage(), before);
    }
  }

  private void withdraw(String why, DatabaseReport before) {
    object(why);
    actions.clear();
    report = before;
  }

  private Optional<LostRow> lostRow() {
    ChunkStore opened = asOpened();
    // Without a size SQLite cannot open it, so no row can be read.
    boolean readable = FileMeta.sizeIn(opened, FileTag.MAIN).isPresent();
    return readable && ReadBytes.differ(chunks, view)
        ? RowLoss.between(opened, view)
        : Optional.empty();
  }

  /**
   * The database as whoever opens it now finds it: SQLite recovers first, also from a journal that
   * it would find but for its meta.
   */
  private ChunkStore asOpened() {
    OverlayChunkStore opened = new OverlayChunkStore(chunks);
    ActionRunner runner = new ActionRunner(opened);
    try {
      for (RepairAction action : actions) {
        if (action instanceof RepairAction.Recover
            || (action instanceof RepairAction.InferSize infer && infer.file() != FileTag.MAIN)) {
          runner.run(action);
        }
      }
    } catch (SQLException e) {
      return chunks;
    }
    return opened;
  }

  private static String text(LostRow row) {
    String rowid = row.rowid().isPresent() ? " rowid " + row.rowid().getAsLong() : "";
    return "table " + row.table() + rowid + ", page " + row.page();
  }

  /** What the repair does, in its order, and what it leaves. */
  public RepairPlan plan() {
    return new RepairPlan(actions, report.findings());
  }

  /** What a check finds afterwards. */
  public DatabaseReport after() {
    return report;
  }

  /** Why something that could have been repaired is not. */
  public Optional<String> objection() {
    return objection;
  }

  /** The database as it would be. */
  OverlayChunkStore view() {
    return view;
  }
}
