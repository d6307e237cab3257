package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;

/** Findings about sidecar files. */
public sealed interface JournalFinding extends Finding {
  /** Which file. */
  FileTag file();

  @Override
  default Place place() {
    return Place.file(file());
  }

  /**
   * A rollback journal or a WAL that SQLite applies at the next open.
   *
   * @param pages pages in it
   * @param blocked whether applying it now would do harm, because the main file's size is wrong
   */
  record Hot(FileTag file, long pages, boolean blocked) implements JournalFinding {
    @Override
    public FindingId id() {
      return FindingId.JOURNAL_HOT;
    }

    @Override
    public RepairClass repair() {
      return blocked ? RepairClass.MANUAL : id().repair();
    }

    @Override
    public boolean waitsForSize() {
      return blocked;
    }
  }

  /** A sidecar that SQLite ignores. */
  record Stale(FileTag file, Reason why, long sizeBytes) implements JournalFinding {
    /** Why SQLite ignores it. */
    public enum Reason {
      EMPTY,
      /** The header is zeroed, as a finished transaction in PERSIST mode leaves it. */
      FINISHED,
      NOT_A_JOURNAL,
      /** The main file has no bytes. */
      MAIN_EMPTY,
      /** A WAL without a committed transaction. */
      NO_COMMIT,
      /** Shared memory means nothing once its processes are gone. */
      SHARED_MEMORY
    }

    @Override
    public FindingId id() {
      return FindingId.JOURNAL_STALE;
    }
  }
}
