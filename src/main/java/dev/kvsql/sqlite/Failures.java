package dev.kvsql.sqlite;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why an upcall failed. SQLite hands only a number through, so the cause waits here, by thread, for
 * the JDBC exception that the number becomes.
 */
final class Failures {
  private static final ThreadLocal<@Nullable Throwable> LAST = new ThreadLocal<>();

  /** Causes of causes that are looked at: they may go round in a circle. */
  private static final int MOST_CAUSES = 16;

  /**
   * Keeps the cause and gives back the code that SQLite gets to see: that of the call, unless there
   * was no memory or no room on the disk. Fails never, also when there is no memory left for this.
   */
  int keep(Throwable cause, int code) {
    try {
      LAST.set(cause);
    } catch (Throwable e) {
      // The code alone must do.
    }
    try {
      return codeOf(cause, code);
    } catch (Throwable e) {
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

  /** What a failure has to say; some have no message but a name. */
  static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private static int codeOf(Throwable thrown, int code) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause instanceof OutOfMemoryError) {
        return ResultCode.IOERR_NOMEM;
      }
      if (isDiskFull(cause)) {
        return ResultCode.FULL;
      }
      cause = cause.getCause();
    }
    return code;
  }

  private static boolean isDiskFull(Throwable cause) {
    String message = cause.getMessage();
    return cause instanceof IOException
        && message != null
        && (message.contains("No space left") || message.contains("quota exceeded"));
  }
}
