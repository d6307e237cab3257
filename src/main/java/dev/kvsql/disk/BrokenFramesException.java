package dev.kvsql.disk;

import java.io.IOException;

/** A file of frames that lost something which was durable, or is no such file. */
public final class BrokenFramesException extends IOException {
  private static final long serialVersionUID = 1;

  private final Extent extent;

  /** How much of the file is meant. */
  public enum Extent {
    /** Not a frame of it can be used. */
    ALL,
    /** The frames before some place are sound. */
    FROM_A_FRAME_ON
  }

  /** Not a frame of the file can be used. */
  public BrokenFramesException(String problem) {
    this(problem, Extent.ALL);
  }

  public BrokenFramesException(String problem, Extent extent) {
    super(problem);
    this.extent = extent;
  }

  public Extent extent() {
    return extent;
  }
}
