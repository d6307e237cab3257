package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import java.util.OptionalLong;

/** A window of which the end has not been seen yet. */
final class OpenWindow {
  private final CrashWindow.Cause cause;
  private final long firstOperation;
  private ChunkGroup chunks = ChunkGroup.NONE;
  private OptionalLong tail = OptionalLong.empty();
  private OptionalLong failed = OptionalLong.empty();
  private OptionalLong settled = OptionalLong.empty();

  OpenWindow(CrashWindow.Cause cause, long firstOperation) {
    this.cause = cause;
    this.firstOperation = firstOperation;
  }

  CrashWindow.Cause cause() {
    return cause;
  }

  /** More chunks are at risk. */
  void add(ChunkGroup more) {
    chunks = chunks.plus(more);
  }

  /** The last chunk is at risk. */
  void tail(long chunk) {
    tail = OptionalLong.of(chunk);
  }

  /** An operation that would have ended it, or a part of it, failed. */
  void fail(long operation) {
    failed = failed.isPresent() ? failed : OptionalLong.of(operation);
  }

  /** Everything is in its place again, unless more of the same truncate follows. */
  void settle(long operation) {
    settled = settled.isPresent() ? settled : OptionalLong.of(operation);
  }

  /** More of it follows. */
  void unsettle() {
    settled = OptionalLong.empty();
  }

  boolean isSettled() {
    return settled.isPresent();
  }

  CrashWindow closed(FileTag file, long operation) {
    return new CrashWindow(file, cause, firstOperation, settled.orElse(operation), chunks, tail);
  }

  Breach.Story abandoned(OptionalLong left) {
    return new Breach.Story(firstOperation, failed, left);
  }
}
