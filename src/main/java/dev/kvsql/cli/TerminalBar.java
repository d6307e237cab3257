package dev.kvsql.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal: one line that is written again and again in place of itself, then gone. */
record TerminalBar(PrintWriter err) implements ProgressBarConsumer {
  /** How often it is drawn. */
  static final int EVERY_MILLIS = 200;

  private static final int MOST_COLUMNS = 79;
  private static final String ERASE = "\r\u001b[K";

  /** A bar of that name, of which nobody knows yet how long it gets. */
  static ProgressBarBuilder named(String task, PrintWriter err) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(EVERY_MILLIS)
        .setInitialMax(-1)
        .setMaxRenderedLength(MOST_COLUMNS)
        .clearDisplayOnFinish()
        .setConsumer(new TerminalBar(err));
  }

  @Override
  public int getMaxRenderedLength() {
    return MOST_COLUMNS;
  }

  @Override
  public void accept(String line) {
    err.print(ERASE + line);
    err.flush();
  }

  @Override
  public void clear() {
    err.print(ERASE);
    err.flush();
  }

  @Override
  public void close() {
    err.flush();
  }
}
