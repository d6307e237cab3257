package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.TruncatePlan;
import dev.kvsql.repair.Concern;
import dev.kvsql.repair.Truncation;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Truncates that are carried out, as text and as JSON. */
public final class TruncationRender {
  private TruncationRender() {}

  /** What somebody is asked before it is done. */
  public static String question(FileTag file, TruncatePlan plan) {
    return "Truncate "
        + file.label()
        + " from "
        + Amounts.number(plan.oldSizeBytes())
        + " to "
        + Amounts.bytes(plan.newSizeBytes())
        + "?";
  }

  /** One line for something to know before it is done. */
  public static String text(Concern concern, CommandText command) {
    return switch (concern) {
      case Concern.RecoveryPending(FileTag journal, FileTag file) ->
          "the "
              + journal.label()
              + " is hot: "
              + (file == journal
                  ? "what is cut off it is missing when the next open recovers main"
                  : "the next open brings it into the truncated file, after which nothing can be"
                      + " undone")
              + "; recover first: "
              + command.repair();
      case Concern.ChecksumsWrong(FileTag file) ->
          "chunks of "
              + file.label()
              + " do not go with their checksums, and get new ones if they are cut, or put back by an"
              + " undo: no check finds them then; look first: "
              + command.check();
      case Concern.LeftPastEnd(FileTag file) ->
          "the store has something past the end of "
              + file.label()
              + ", which stays: only a file that shrinks loses it; to delete it: "
              + command.repair();
    };
  }

  /** How it went. */
  public static void text(
      Truncation.Outcome outcome, String store, FileTag file, TruncatePlan plan, PrintWriter out) {
    switch (outcome) {
      case Truncation.Unchanged _ ->
          out.printf(
              "%s has %s already; nothing was changed%n",
              file.label(), Amounts.bytes(plan.newSizeBytes()));
      case Truncation.Done(long keys, Path undoFile) -> {
        UndoRender.undoable(keys, store, undoFile.toString(), out);
        out.printf(
            "%s has %s now%s, and C1 to C5 hold%n",
            file.label(),
            Amounts.bytes(plan.newSizeBytes()),
            plan.direction() == TruncatePlan.Direction.SHRINK ? ", nothing past its end" : "");
      }
    }
    out.flush();
  }

  /** How it went, as the fields of an object. */
  static void fields(Json json, Truncation.Outcome outcome) {
    switch (outcome) {
      case Truncation.Unchanged _ -> json.put("keys", 0);
      case Truncation.Done(long keys, Path undoFile) -> {
        json.put("keys", keys);
        json.put("undoFile", undoFile.toString());
      }
    }
  }
}
