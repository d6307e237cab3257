package dev.kvsql.cli.repl;

import java.io.IOException;

/** The end of a session, which may throw something away. */
final class Leaving {
  private Leaving() {}

  /**
   * Leaves, unless that would throw something away and somebody says no.
   *
   * @throws Ended when it leaves
   */
  static void of(Session session) throws IOException, Ended {
    if (agreed(session, "leave")) {
      throw Ended.byCommand();
    }
  }

  /** Tells what is thrown away, where nobody can be asked. */
  static void tell(Session session) {
    String lost = lost(session.workspace());
    if (!lost.isEmpty()) {
      session.say("kvsql repl: " + lost);
    }
  }

  /** Tells what is thrown away, and asks; a yes when there is nothing. */
  static boolean agreed(Session session, String what) throws IOException {
    String lost = lost(session.workspace());
    if (lost.isEmpty()) {
      return true;
    }
    session.say(lost);
    return session.console().agrees(what + "?");
  }

  private static String lost(Workspace workspace) {
    boolean transaction = workspace.inTransaction();
    if (!workspace.isSandbox()) {
      return transaction ? "the open transaction will be rolled back" : "";
    }
    Changed changed = Changed.of(workspace);
    if (changed.isNothing() && !transaction) {
      return "";
    }
    return "the sandbox will be discarded: "
        + changed.text()
        + (transaction ? ", and an open transaction" : "");
  }
}
