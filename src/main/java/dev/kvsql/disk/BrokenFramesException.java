package dev.kvsql.disk;

import java.io.IOException;

/** A file of frames that lost something which was durable, or is no such file. */
public final class BrokenFramesException extends IOException {
  private static final long serialVersionUID = 1;

  public BrokenFramesException(String problem) {
    super(problem);
  }
}
