package dev.kvsql.repair;

import dev.kvsql.chunk.FileTag;

/** What somebody should know before a file is truncated. */
public sealed interface Concern {
  /**
   * A sidecar is hot: SQLite applies it at the next open.
   *
   * @param truncated the main file that it is applied to, or the sidecar itself
   */
  record RecoveryPending(FileTag journal, FileTag truncated) implements Concern {}

  /**
   * Some chunks that are written or deleted do not go with their checksums; what is written now, or
   * by an undo, gets new ones, so that no check finds them any more.
   */
  record ChecksumsWrong(FileTag file) implements Concern {}

  /** Bytes past the new end that the plan does not delete, because the file does not shrink. */
  record LeftPastEnd(FileTag file) implements Concern {}
}
