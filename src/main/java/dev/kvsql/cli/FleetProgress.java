package dev.kvsql.cli;

import dev.kvsql.fleet.FleetListener;
import dev.kvsql.render.Amounts;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a check of many databases is: a bar on a terminal with databases, bytes, rate and time
 * left, which leaves no trace.
 */
final class FleetProgress implements FleetListener, AutoCloseable {
  private static final int EVERY_MILLIS = 200;
  private static final int MOST_COLUMNS = 79;
  private static final String ERASE = "\r\u001b[K";

  private final ProgressBar bar;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong next = new AtomicLong();
  private final long start = System.nanoTime();

  FleetProgress(PrintWriter err) {
    bar =
        new ProgressBarBuilder()
            .setTaskName("checking")
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(EVERY_MILLIS)
            .setInitialMax(-1)
            .setMaxRenderedLength(MOST_COLUMNS)
            .clearDisplayOnFinish()
            .setConsumer(new OnTerminal(err))
            .build();
  }

  /** A line that is written again and again in place of itself. */
  private record OnTerminal(PrintWriter err) implements ProgressBarConsumer {
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

  @Override
  public void counted(long databases) {
    bar.maxHint(databases);
  }

  @Override
  public void read(long count) {
    long total = bytes.addAndGet(count);
    long now = System.nanoTime() - start;
    long due = next.get();
    if (now >= due && next.compareAndSet(due, now + EVERY_MILLIS * 1_000_000L)) {
      long rate = (long) ((double) total / Math.max((double) now / 1e9, 0.001));
      bar.setExtraMessage(Amounts.size(total) + ", " + Amounts.size(rate) + "/s");
    }
  }

  @Override
  public void finished() {
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
  }
}
