package dev.kvsql.render;

import dev.kvsql.check.ChunkFinding;
import dev.kvsql.check.DatabaseFinding;
import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.FindingId;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.repair.RepairAction;
import dev.kvsql.repair.RepairPlan;
import java.io.PrintWriter;

/** Repair plans as text. */
public final class RepairRender {
  private RepairRender() {}

  /** A plan: what would be done, and what would be left and why. */
  public static void plan(
      String store,
      String database,
      DatabaseReport found,
      RepairPlan plan,
      Style style,
      PrintWriter out) {
    out.printf(
        "%s %s: %s%n",
        style.bold(Escapes.forTerminal(store)),
        style.bold(Escapes.forTerminal(database)),
        summary(found, plan));
    for (RepairAction action : plan.actions()) {
      out.println("  " + action(action));
    }
    for (Finding finding : plan.left()) {
      out.printf(
          "  left: %s at %s, %s%n",
          finding.id().text(), FindingText.place(finding), reason(finding, CommandText.of(store)));
    }
    out.flush();
  }

  private static String summary(DatabaseReport found, RepairPlan plan) {
    if (found.findings().isEmpty()) {
      return "clean, nothing to repair";
    }
    return plan.isEmpty()
        ? "nothing to repair safely"
        : Amounts.count(plan.actions().size(), "action");
  }

  private static String reason(Finding finding, CommandText command) {
    if (finding.waitsForSize()) {
      return "main's size is in doubt: look again when that is mended";
    }
    if (finding instanceof ChunkFinding.Tail) {
      return "its checksum differs, and it would get a new one: look at the chunk first";
    }
    if (finding instanceof DatabaseFinding.RecordUnreadable) {
      return "the store would be salvaged, without it; to do this: "
          + command.ofStore().repairAllowing(FindingId.RECORD_UNREADABLE);
    }
    return switch (finding.repair()) {
      case SAFE -> "gone with the process that had it";
      case LOSSY -> "a repair would lose or guess something";
      case MANUAL -> "no repair is known to be right; it needs a person";
    };
  }

  private static String action(RepairAction action) {
    return switch (action) {
      case RepairAction.Recover(FileTag journal) ->
          journal == FileTag.WAL
              ? "let SQLite carry the WAL's transactions over and delete it"
              : "let SQLite roll the hot journal back and delete it";
      case RepairAction.RaiseSize(long from, long to) ->
          "raise main's size from " + Amounts.number(from) + " to " + Amounts.bytes(to);
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

  private static String chunks(long first, long count) {
    return (count == 1 ? "chunk " : "chunks ") + Amounts.range(first, count);
  }
}
