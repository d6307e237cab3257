package dev.kvsql.cli.repl;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.format.JournalState;
import dev.kvsql.format.WalState;
import dev.kvsql.inspect.FileBytes;

/**
 * What SQLite would do to a database when it is first connected to it.
 *
 * @param hotJournal whether a journal would be rolled back
 * @param hotWal whether a WAL has transactions that the main file may not have
 */
record Pending(boolean hotJournal, boolean hotWal) {
  /** Looks at the sidecars of a database, as they are stored. */
  static Pending of(ChunkStore chunks) {
    try {
      long main = FileMeta.sizeIn(chunks, FileTag.MAIN).orElse(0);
      return new Pending(
          FileBytes.of(chunks, FileTag.JOURNAL)
              .map(journal -> JournalState.of(journal, main).hot())
              .orElse(false),
          FileBytes.of(chunks, FileTag.WAL).map(wal -> WalState.of(wal).hot()).orElse(false));
    } catch (StoreException.Damaged e) {
      // A meta that cannot be understood is no journal that SQLite would find.
      return new Pending(false, false);
    }
  }

  boolean isAny() {
    return hotJournal || hotWal;
  }
}
