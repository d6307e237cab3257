package dev.kvsql.render;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.repair.UndoHead;
import dev.kvsql.repair.UndoStep;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Optional;

/** Undo records as text. */
public final class UndoRender {
  private UndoRender() {}

  /** What was changed, and the command that takes it back. */
  public static void undoable(long keys, String store, String undoFile, PrintWriter out) {
    out.printf(
        "changed %s; undo with: %s%n",
        Amounts.count(keys, "key"), CommandText.of(store).undo(undoFile));
  }

  /** What a record is about. */
  public static void head(UndoHead head, Style style, PrintWriter out) {
    out.printf(
        "%s %s: undo of the %s, %s%n",
        style.bold(Escapes.forTerminal(head.store())),
        style.bold(Escapes.forTerminal(head.database())),
        command(head),
        Amounts.count(head.keys(), "key"));
    head.audit().forEach(line -> out.println("  it did: " + Escapes.forTerminal(line)));
  }

  /** One line for what an undo does to some keys. */
  public static void step(UndoStep step, PrintWriter out) {
    out.println("  " + text(step));
  }

  /** What was done by an undo. */
  public static void done(UndoHead head, PrintWriter out) {
    out.printf(
        "put %s of database %s back as before the %s%n",
        Amounts.count(head.keys(), "key"), Escapes.forTerminal(head.database()), command(head));
  }

  private static String command(UndoHead head) {
    return Escapes.forTerminal(head.what()) + " of " + head.created();
  }

  private static String text(UndoStep step) {
    return switch (step) {
      case UndoStep.Chunks(FileTag file, long first, long count, UndoStep.Effect effect) ->
          file.label()
              + (count == 1 ? " chunk " : " chunks ")
              + Amounts.range(first, count)
              + (count == 1 ? "" : " (" + Amounts.number(count) + ")")
              + ": "
              + text(effect);
      case UndoStep.Meta(FileTag file, var now, var then) ->
          file.label() + " meta: " + meta(now, then);
      case UndoStep.Key(byte[] key, UndoStep.Effect effect) ->
          "key " + HexFormat.of().formatHex(key) + ": " + text(effect);
    };
  }

  private static String text(UndoStep.Effect effect) {
    return switch (effect) {
      case PUT_BACK -> "put back";
      case DELETED -> "deleted";
      case CHANGED_BACK -> "changed back";
    };
  }

  private static String meta(Optional<FileMeta.Decoded> now, Optional<FileMeta.Decoded> then) {
    if (then.isEmpty()) {
      return "deleted";
    }
    if (now.isEmpty()) {
      return "put back, " + text(then.get());
    }
    return now.get() instanceof FileMeta.WellFormed(FileMeta from)
            && then.get() instanceof FileMeta.WellFormed(FileMeta to)
        ? Amounts.number(from.sizeBytes()) + " -> " + Amounts.bytes(to.sizeBytes())
        : text(now.get()) + " -> " + text(then.get());
  }

  private static String text(FileMeta.Decoded meta) {
    return switch (meta) {
      case FileMeta.WellFormed(FileMeta value) -> Amounts.bytes(value.sizeBytes());
      case FileMeta.Malformed(_, String found) -> "no meta (" + found + ")";
    };
  }
}
