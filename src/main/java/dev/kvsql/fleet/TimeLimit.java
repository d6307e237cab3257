package dev.kvsql.fleet;

import dev.kvsql.chunk.StopSignal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How long each check may take; each gets a signal of its own, which follows the program's. */
final class TimeLimit implements AutoCloseable {
  private final Optional<Duration> limit;
  private final StopSignal program;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kvsql-clock").factory());

  TimeLimit(Optional<Duration> limit, StopSignal program) {
    this.limit = limit;
    this.program = program;
  }

  /** Starts the time of one check. */
  StopSignal.Child start() {
    StopSignal.Child child = program.child();
    if (limit.isEmpty()) {
      return child;
    }
    String why = "stopped after " + seconds(limit.get()) + " s by --timeout";
    Future<?> alarm =
        clock.schedule(() -> child.signal().stop(why), limit.get().toNanos(), TimeUnit.NANOSECONDS);
    return new StopSignal.Child(
        child.signal(),
        () -> {
          alarm.cancel(false);
          child.close();
        });
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
