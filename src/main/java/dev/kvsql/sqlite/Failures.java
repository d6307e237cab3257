package dev.kvsql.sqlite;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why an upcall failed. SQLite hands only a number through, so the cause waits here, by thread, for
 * the JDBC exception that the number becomes.
 */
final class Failures {
  private static final ThreadLocal<@Nullable Throwable> LAST = new ThreadLocal<>();

  /** Keeps the cause and gives back the code that SQLite gets to see. */
  int keep(Throwable cause, int code) {
    try {
      LAST.set(cause);
      return isDiskFull(cause) ? ResultCode.FULL : code;
    } catch (Throwable e) {
      // There is no memory left even for this; the code alone must do.
      return code;
    }
  }

  /**
   * Forgets what failed before: SQLite reports not every failure, and it is nobody else's cause.
   */
  void forget() {
    LAST.remove();
  }

  /** The cause of the last failure on this thread, once. */
  @Nullable Throwable take() {
    Throwable cause = LAST.get();
    LAST.remove();
    return cause;
  }

  /** The same, but it stays. */
  @Nullable Throwable peek() {
    return LAST.get();
  }

  private static boolean isDiskFull(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause instanceof IOException
          && message != null
          && (message.contains("No space left") || message.contains("quota exceeded"))) {
        return true;
      }
    }
    return false;
  }
}
