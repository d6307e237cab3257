package dev.kvsql.render;

import dev.kvsql.repair.UndoHead;
import java.io.PrintWriter;

/** Undo records as text. */
public final class UndoRender {
  private UndoRender() {}

  /** What was done by an undo. */
  public static void done(UndoHead head, PrintWriter out) {
    out.printf(
        "put %s of database %s back as before the %s%n",
        Amounts.count(head.keys(), "key"), Escapes.forTerminal(head.database()), command(head));
  }

  private static String command(UndoHead head) {
    return Escapes.forTerminal(head.what()) + " of " + head.created();
  }
}
