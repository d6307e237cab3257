package dev.kvsql.vfs;

import dev.kvsql.chunk.FileTag;

/** Where the calls on one file are told. */
public record FileTrace(Trace trace, FileTag file) {
  /** Whether anybody wants to hear. */
  public boolean isListening() {
    return trace.isListening();
  }

  /**
   * Takes note of a call.
   *
   * @param offset in bytes, where the call has one
   * @param bytes how many were read or written
   */
  public void called(FileCall call, long offset, long bytes, long nanos) {
    trace.called(file, call, offset, bytes, nanos);
  }
}
