package dev.kvsql.explore.recording;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A recording that cannot be read or replayed, with the line that is to blame. */
public final class BrokenRecordingException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenRecordingException(
      String recording, long line, String expected, String found, @Nullable Throwable cause) {
    super(recording + " line " + line + ": expected " + expected + ", found " + found, cause);
  }
}
