package dev.kvsql.repair;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.InferredSize;

/** One step of a repair. */
public sealed interface RepairAction {
  /** Lets SQLite roll back a hot journal, or check-point a WAL. */
  record Recover(FileTag journal) implements RepairAction {}

  /** Writes a new size into the main file's meta. */
  record RaiseSize(long fromBytes, long toBytes) implements RepairAction {}

  /** Writes a meta in place of one that is lost or is none. */
  record InferSize(FileTag file, InferredSize size) implements RepairAction {}

  /** Deletes chunks past the end of a file. */
  record DeleteOrphans(FileTag file, long firstChunk, long count, long storedBytes)
      implements RepairAction {}

  /** Cuts a last chunk to what lies within its file. */
  record ShortenChunk(FileTag file, long chunk, int fromBytes, int toBytes)
      implements RepairAction {}

  /** Deletes values without a byte. */
  record DeleteEmpty(FileTag file, long firstChunk, long count) implements RepairAction {}

  /** Deletes every key of a sidecar that nothing needs. */
  record DropSidecar(FileTag file) implements RepairAction {}
}
