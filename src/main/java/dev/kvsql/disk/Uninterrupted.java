package dev.kvsql.disk;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * File operations that an interrupt must not reach: Java closes a {@link
 * java.nio.channels.FileChannel} when the thread that uses it is interrupted, and POSIX then gives
 * up every lock that the process has on the file.
 */
final class Uninterrupted {
  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("kvsql-files").factory());

  private Uninterrupted() {}

  /** Runs an operation on a thread that nobody interrupts. */
  static <T> T run(Callable<T> operation) throws IOException {
    return await(THREAD.submit(operation));
  }

  /** Waits for a result, also when this thread is interrupted meanwhile. */
  static <T> T await(Future<T> result) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw asIoException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException asIoException(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException io -> io;
      case RuntimeException runtime -> throw runtime;
      case Error error -> throw error;
      case null, default -> new IOException(e);
    };
  }
}
