package dev.kvsql.cli;

import dev.kvsql.fleet.FleetListener;
import dev.kvsql.render.Amounts;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;

/**
 * How far a check of many databases is: a bar on a terminal with databases, bytes, rate and time
 * left, which leaves no trace.
 */
final class FleetProgress implements FleetListener, AutoCloseable {
  private final TerminalBar line;
  private final ProgressBar bar;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong next = new AtomicLong();
  private final long start = System.nanoTime();

  FleetProgress(PrintWriter err) {
    line = new TerminalBar(err);
    bar = line.named("checking").build();
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
    if (now >= due && next.compareAndSet(due, now + TerminalBar.EVERY_MILLIS * 1_000_000L)) {
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
    line.clear();
  }
}
