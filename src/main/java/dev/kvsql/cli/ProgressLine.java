package dev.kvsql.cli;

import java.io.PrintWriter;

/** One line on a terminal that tells how far a command is, and is gone when it ends. */
final class ProgressLine {
  private static final long EVERY_NANOS = 100_000_000;
  private static final String ERASE = "\r\u001b[K";

  private final boolean shown;
  private final PrintWriter err;
  private long next = System.nanoTime() + EVERY_NANOS;
  private boolean dirty;

  ProgressLine(Globals globals, PrintWriter err) {
    shown = globals.showsProgress();
    this.err = err;
  }

  /** Shows a line in place of the one before, ten times a second at most. */
  void show(String line) {
    long now = System.nanoTime();
    if (shown && now - next >= 0) {
      next = now + EVERY_NANOS;
      dirty = true;
      err.print(ERASE + line);
      err.flush();
    }
  }

  /** Leaves no trace. */
  void clear() {
    if (dirty) {
      dirty = false;
      err.print(ERASE);
      err.flush();
    }
  }
}
