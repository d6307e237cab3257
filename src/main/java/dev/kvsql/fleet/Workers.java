package dev.kvsql.fleet;

import dev.kvsql.chunk.StopSignal;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Threads that do several things at a time, and give the results in the order of the things. */
final class Workers implements AutoCloseable {
  /** How long work that was told to stop may take to do so before nobody waits for it any more. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final long POLL_MILLIS = 100;

  private final StopSignal stop;
  private final ExecutorService threads;
  private long stoppedNanos;

  Workers(int count, StopSignal stop) {
    this.stop = stop;
    threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("kvsql-check-", 1).factory());
  }

  /**
   * Does something with each of these.
   *
   * @param instead the result of what was not started, or did not end, before the signal to stop
   */
  <T, R> List<R> inOrder(List<T> things, Function<T, R> work, Function<T, R> instead) {
    List<Future<R>> futures =
        things.stream()
            .map(thing ->
                threads.submit(() -> stop.isStopped() ? instead.apply(thing) : work.apply(thing)))
            .toList();
    List<R> results = new ArrayList<>();
    for (int i = 0; i < things.size(); i++) {
      results.add(result(futures.get(i), things.get(i), instead));
    }
    return results;
  }

  private <T, R> R result(Future<R> future, T thing, Function<T, R> instead) {
    while (true) {
      try {
        return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (isTimeToGo()) {
          return instead.apply(thing);
        }
      } catch (InterruptedException e) {
        stop.stop("interrupted");
      } catch (ExecutionException e) {
        throw asUnchecked(e);
      }
    }
  }

  private boolean isTimeToGo() {
    if (!stop.isStopped()) {
      return false;
    }
    if (stoppedNanos == 0) {
      stoppedNanos = System.nanoTime();
    }
    return System.nanoTime() - stoppedNanos > GRACE.toNanos();
  }

  private static RuntimeException asUnchecked(ExecutionException e) {
    return switch (e.getCause()) {
      case UncheckedIOException io -> new UncheckedIOException(io.getCause());
      case RuntimeException runtime -> runtime;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }

  /** Ends the threads; none has anything left to do but what nobody waits for. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
