package dev.kvsql.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on a terminal: one line that is written again and again in place of itself, then gone. The
 * thread that draws it may be late; what comes after the end is not shown.
 */
final class TerminalBar implements ProgressBarConsumer {
  /** How often it is drawn. */
  static final int EVERY_MILLIS = 200;

  private static final int MOST_COLUMNS = 79;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private boolean gone;

  TerminalBar(PrintWriter err) {
    this.err = err;
  }

  /** A bar of that name, of which nobody knows yet how long it gets. */
  ProgressBarBuilder named(String task) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(EVERY_MILLIS)
        .setInitialMax(-1)
        .setMaxRenderedLength(MOST_COLUMNS)
        .clearDisplayOnFinish()
        .setConsumer(this);
  }

  @Override
  public int getMaxRenderedLength() {
    return MOST_COLUMNS;
  }

  @Override
  public synchronized void accept(String line) {
    if (!gone) {
      err.print(ERASE + line);
      err.flush();
    }
  }

  /** Takes the line away. The bar's own thread does so too late for a program that ends. */
  @Override
  public synchronized void clear() {
    if (!gone) {
      gone = true;
      err.print(ERASE);
      err.flush();
    }
  }

  @Override
  public synchronized void close() {
    err.flush();
  }
}
