package dev.kvsql.repair;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import java.util.Optional;

/** What an undo does to some keys of a database. */
public sealed interface UndoStep {
  /** What becomes of a key. */
  enum Effect {
    /** It is not there, and gets its value. */
    PUT_BACK,
    /** It goes. */
    DELETED,
    /** It gets another value. */
    CHANGED_BACK
  }

  /** Chunks in a row of which the same becomes. */
  record Chunks(FileTag file, long firstChunk, long count, Effect effect) implements UndoStep {}

  /** A file's meta; nothing where there is none. */
  record Meta(FileTag file, Optional<FileMeta.Decoded> now, Optional<FileMeta.Decoded> then)
      implements UndoStep {}

  /** A key that the layout does not define. */
  record Key(byte[] key, Effect effect) implements UndoStep {}
}
