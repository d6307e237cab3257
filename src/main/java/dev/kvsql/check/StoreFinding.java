package dev.kvsql.check;

import dev.kvsql.chunk.StoreException.LogRefused.Usable;

/** Findings about the store as a whole. */
public sealed interface StoreFinding extends Finding {
  @Override
  default Place place() {
    return Place.whole();
  }

  /** The MapDB file itself cannot be opened as it is. */
  record Dirty(String problem) implements StoreFinding {
    @Override
    public FindingId id() {
      return FindingId.STORE_DIRTY;
    }
  }

  /** Commits lie in the redo log; the next open for writing carries them over. */
  record PendingLog(long bytes) implements StoreFinding {
    @Override
    public FindingId id() {
      return FindingId.STORE_LOG;
    }
  }

  /** The redo log is damaged, or is not this store's: with it the last commits are in doubt. */
  record LogRefused(String problem, Usable usable) implements StoreFinding {
    @Override
    public FindingId id() {
      return FindingId.STORE_LOG;
    }

    @Override
    public Severity severity() {
      return Severity.FATAL;
    }

    @Override
    public RepairClass repair() {
      return switch (usable) {
        case NOTHING -> RepairClass.MANUAL;
        case COMMITS_BEFORE_DAMAGE -> RepairClass.LOSSY;
      };
    }
  }

  /** The store's files were not the same at the end of the check as at its start. */
  record Changed(String what) implements StoreFinding {
    @Override
    public FindingId id() {
      return FindingId.STORE_CHANGED;
    }
  }
}
