package dev.kvsql.cli;

import dev.kvsql.chunk.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a signal to stop, and keeps the process until the command has told what it has
 * so far: the command does so before it closes this. The exit status is then 130 by itself, as for
 * every Java program.
 */
final class Interruption implements AutoCloseable {
  /** A command that hangs must not keep the process for ever. */
  private static final long LONGEST_SECONDS = 10;

  private final StopSignal signal = new StopSignal();
  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "kvsql-interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  StopSignal signal() {
    return signal;
  }

  private void interrupted() {
    signal.stop("interrupted");
    try {
      if (!told.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    told.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running.
    }
  }
}
