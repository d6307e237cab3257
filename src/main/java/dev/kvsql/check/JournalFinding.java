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
   * @param blocked whether applying it now would do harm or fail, because of what else is found
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

    /** The same when applying it was tried, and fails. */
    Hot whichFails() {
      return new Hot(file, pages, true);
    }
  }

  /**
   * A rollback journal or a WAL of which parts are missing: SQLite would apply what is there, or
   * nothing, and delete the rest with it.
   *
   * @param pages pages that SQLite would still find in it
   */
  record Incomplete(FileTag file, long pages) implements JournalFinding {
    @Override
    public FindingId id() {
      return FindingId.JOURNAL_HOT;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
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
      /**
       * Its transaction was over several databases, and its super-journal is gone: it was
       * committed.
       */
      COMMITTED,
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
