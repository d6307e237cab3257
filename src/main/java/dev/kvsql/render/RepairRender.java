package dev.kvsql.render;

import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.InferredSize;
import dev.kvsql.repair.Rehearsal;
import dev.kvsql.repair.RepairAction;
import dev.kvsql.repair.RepairPlan;
import java.io.PrintWriter;
import java.util.List;

/** Repair plans as text. */
public final class RepairRender {
  private RepairRender() {}

  /** A plan: what would be done, what would be left and why, and what a check would find then. */
  public static void plan(
      CommandText command,
      DatabaseReport found,
      Rehearsal rehearsal,
      Style style,
      PrintWriter out) {
    RepairPlan plan = rehearsal.plan();
    out.printf(
        "%s %s: %s%n",
        style.bold(Escapes.forTerminal(command.store())),
        style.bold(Escapes.forTerminal(found.name())),
        summary(found, plan));
    lines(plan).forEach(action -> out.println("  " + action));
    for (Finding finding : plan.left()) {
      out.printf(
          "  left: %s at %s, %s%n",
          finding.id().text(), FindingText.place(finding), RepairReason.of(finding, command));
    }
    rehearsal
        .objection()
        .ifPresent(why ->
            out.println("  not done, as it was tried on a copy: " + Escapes.forTerminal(why)));
    if (!plan.isEmpty()) {
      out.println(
          "  tried on a copy: "
              + SeverityCounts.text(
                  rehearsal.after().findings().stream().map(Finding::severity).toList()));
    }
    out.flush();
  }

  /** What becomes of the redo log of a store with one. */
  public enum Log {
    /** It stays until the store is opened for writing. */
    PENDING,
    /** Opening the store for writing has carried it over. */
    CARRIED_OVER
  }

  /** One line about a redo log. */
  public static void log(long bytes, Log log, PrintWriter out) {
    out.println(
        "the commits of the redo log, "
            + Amounts.bytes(bytes)
            + ", are "
            + switch (log) {
              case PENDING -> "carried over by --apply, as by any open for writing";
              case CARRIED_OVER -> "carried over";
            });
  }

  /** The actions of a plan, a line each. */
  public static List<String> lines(RepairPlan plan) {
    return plan.actions().stream().map(RepairRender::action).toList();
  }

  private static String summary(DatabaseReport found, RepairPlan plan) {
    if (found.findings().isEmpty()) {
      return "clean, nothing to repair";
    }
    return plan.isEmpty()
        ? "nothing to repair safely"
        : Amounts.count(plan.actions().size(), "action");
  }

  private static String action(RepairAction action) {
    return switch (action) {
      case RepairAction.Recover(FileTag journal) ->
          journal == FileTag.WAL
              ? "let SQLite carry the WAL's transactions over and delete it"
              : "let SQLite roll the hot journal back and delete it";
      case RepairAction.RaiseSize(long from, long to) ->
          "raise main's size from " + Amounts.number(from) + " to " + Amounts.bytes(to);
      case RepairAction.InferSize(FileTag file, InferredSize size) ->
          "set "
              + file.label()
              + "'s size to "
              + Amounts.bytes(size.sizeBytes())
              + ", "
              + basis(size.basis());
      case RepairAction.DeleteOrphans(FileTag file, long first, long count, long bytes) ->
          "delete "
              + file.label()
              + " "
              + chunks(first, count)
              + " past its end, "
              + Amounts.bytes(bytes);
      case RepairAction.ShortenChunk(FileTag file, long chunk, int from, int to) ->
          "shorten "
              + file.label()
              + " chunk "
              + chunk
              + " from "
              + Amounts.number(from)
              + " to "
              + Amounts.bytes(to);
      case RepairAction.DeleteEmpty(FileTag file, long first, long count) ->
          "delete the empty value"
              + (count == 1 ? "" : "s")
              + " of "
              + file.label()
              + " "
              + chunks(first, count);
      case RepairAction.DropSidecar(FileTag file) -> "delete the " + file.label() + " file";
    };
  }

  private static String basis(InferredSize.Basis basis) {
    return switch (basis) {
      case HEADER -> "as the SQLite header counts";
      case LAST_PAGE -> "a guess: the end of the last chunk, up to a whole page";
      case LAST_CHUNK -> "a guess: the end of the last chunk";
    };
  }

  private static String chunks(long first, long count) {
    return (count == 1 ? "chunk " : "chunks ") + Amounts.range(first, count);
  }
}
