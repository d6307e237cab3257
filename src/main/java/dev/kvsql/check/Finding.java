package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException.LogRefused.Usable;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.Incoherence;
import dev.kvsql.format.HeaderProblem;
import dev.kvsql.inspect.ChunkRun;

/**
 * Something that a check found, with its evidence. How bad it is and what its repair costs is what
 * {@link FindingId} says, but where a record says otherwise.
 */
public sealed interface Finding {
  /** Its stable name. */
  FindingId id();

  /** How bad it is here. */
  default Severity severity() {
    return id().severity();
  }

  /** What a repair would cost here. */
  default RepairClass repair() {
    return id().repair();
  }

  /** Whether its repair has to wait until the main file's size, which is in doubt, is mended. */
  default boolean waitsForSize() {
    return false;
  }

  /** Where it lies within its database. */
  Place place();

  /** A finding about the store as a whole. */
  sealed interface StoreWide extends Finding {
    @Override
    default Place place() {
      return Place.whole();
    }
  }

  /** A finding about the database as a whole. */
  sealed interface DatabaseWide extends Finding {
    @Override
    default Place place() {
      return Place.whole();
    }
  }

  /** A finding about a file as a whole. */
  sealed interface FileWide extends Finding {
    /** Which file. */
    FileTag file();

    @Override
    default Place place() {
      return Place.file(file());
    }
  }

  /** A finding about neighbouring chunks of a file. */
  sealed interface ChunkWide extends Finding {
    /** Which file. */
    FileTag file();

    /** Which chunks. */
    ChunkRun run();

    @Override
    default Place place() {
      return Place.chunks(file(), run());
    }
  }

  /** The MapDB file itself cannot be opened as it is. */
  record StoreDirty(String problem) implements StoreWide {
    @Override
    public FindingId id() {
      return FindingId.STORE_DIRTY;
    }
  }

  /** Commits lie in the redo log; the next open for writing carries them over. */
  record StoreLog(long bytes) implements StoreWide {
    @Override
    public FindingId id() {
      return FindingId.STORE_LOG;
    }
  }

  /** The redo log is damaged, or is not this store's: with it the last commits are in doubt. */
  record StoreLogRefused(String problem, Usable usable) implements StoreWide {
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

  /** MapDB cannot read a part of the store. */
  record RecordUnreadable(String problem) implements DatabaseWide {
    @Override
    public FindingId id() {
      return FindingId.RECORD_UNREADABLE;
    }
  }

  /** Keys with the layout's prefix that it does not define; the first of them in hex. */
  record KeyUnknown(String firstKey, long keys) implements DatabaseWide {
    @Override
    public FindingId id() {
      return FindingId.KEY_UNKNOWN;
    }
  }

  /** A meta that is no meta. */
  record MetaMalformed(FileTag file, String expected, String found) implements FileWide {
    @Override
    public FindingId id() {
      return FindingId.META_MALFORMED;
    }
  }

  /** Chunks of a file that has no meta: nothing needs those of a sidecar. */
  record MetaMissing(FileTag file, long chunks, long storedBytes) implements FileWide {
    @Override
    public FindingId id() {
      return FindingId.META_MISSING;
    }

    @Override
    public Severity severity() {
      return file == FileTag.MAIN ? Severity.ERROR : id().severity();
    }

    @Override
    public RepairClass repair() {
      return file == FileTag.MAIN ? RepairClass.LOSSY : id().repair();
    }
  }

  /** The SQLite header counts more bytes than the main file's meta. */
  record MetaShort(long metaBytes, long headerBytes, boolean chunksComplete) implements FileWide {
    @Override
    public FileTag file() {
      return FileTag.MAIN;
    }

    @Override
    public FindingId id() {
      return FindingId.META_SHORT;
    }

    @Override
    public RepairClass repair() {
      return chunksComplete ? id().repair() : RepairClass.MANUAL;
    }
  }

  /** The main file is no whole number of pages. */
  record MetaUnaligned(long sizeBytes, int pageSize) implements FileWide {
    @Override
    public FileTag file() {
      return FileTag.MAIN;
    }

    @Override
    public FindingId id() {
      return FindingId.META_UNALIGNED;
    }
  }

  /** Chunks wholly past the end; {@code doubted} when the file's size itself is in doubt. */
  record ChunkOrphan(FileTag file, ChunkRun run, long sizeBytes, boolean doubted)
      implements ChunkWide {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_ORPHAN;
    }

    @Override
    public RepairClass repair() {
      return doubted ? RepairClass.MANUAL : id().repair();
    }

    @Override
    public boolean waitsForSize() {
      return doubted;
    }
  }

  /** A last chunk that reaches past the end; {@code doubted} when the size itself is in doubt. */
  record ChunkTail(FileTag file, ChunkRun run, boolean doubted) implements ChunkWide {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_TAIL;
    }

    @Override
    public RepairClass repair() {
      return doubted ? RepairClass.MANUAL : id().repair();
    }

    @Override
    public boolean waitsForSize() {
      return doubted;
    }
  }

  /** Chunks of more than 4096 bytes. */
  record ChunkLong(FileTag file, ChunkRun run) implements ChunkWide {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_LONG;
    }
  }

  /** Chunks with fewer bytes than lie within the file there. */
  record ChunkShort(FileTag file, ChunkRun run) implements ChunkWide {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_SHORT;
    }

    @Override
    public Severity severity() {
      return file == FileTag.MAIN ? id().severity() : Severity.NOTICE;
    }
  }

  /** Chunks within the file that the store does not have. */
  record ChunkMissing(FileTag file, ChunkRun run, HoleUse use) implements ChunkWide {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_MISSING;
    }

    @Override
    public Severity severity() {
      return switch (use) {
        case IN_USE, NOT_KNOWN -> id().severity();
        case UNUSED, SIDECAR -> Severity.NOTICE;
      };
    }
  }

  /** Values without a byte. */
  record ChunkEmpty(FileTag file, ChunkRun run) implements ChunkWide {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_EMPTY;
    }
  }

  /** Neighbouring chunks that do not go with their checksums in the same way. */
  record ChunkChecksum(FileTag file, long firstChunk, long count, ChecksumMismatch ofFirst)
      implements Finding {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_CHECKSUM;
    }

    @Override
    public Place place() {
      return Place.chunks(file, firstChunk, count);
    }

    /** Whether a chunk is one of these. */
    public boolean covers(FileTag tag, long chunk) {
      return tag == file && chunk >= firstChunk && chunk < firstChunk + count;
    }

    boolean continuesWith(StoreKey.Chunk next, ChecksumMismatch mismatch) {
      return next.file() == file
          && next.index() == firstChunk + count
          && mismatch.getClass() == ofFirst.getClass();
    }

    ChunkChecksum withOneMore() {
      return new ChunkChecksum(file, firstChunk, count + 1, ofFirst);
    }
  }

  /**
   * A rollback journal or a WAL that SQLite applies at the next open.
   *
   * @param pages pages in it
   * @param blocked whether applying it now would do harm, because the main file's size is wrong
   */
  record JournalHot(FileTag file, long pages, boolean blocked) implements FileWide {
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
  record JournalStale(FileTag file, Reason why, long sizeBytes) implements FileWide {
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

  /** A field of the SQLite header that the format does not allow. */
  record PageHeader(HeaderProblem problem) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.PAGE_HEADER;
    }

    @Override
    public Place place() {
      return Place.byteAt(FileTag.MAIN, problem.offsetBytes());
    }
  }

  /** What SQLite's integrity_check reports, or how it failed. */
  record SqliteIntegrity(String message) implements FileWide {
    @Override
    public FileTag file() {
      return FileTag.MAIN;
    }

    @Override
    public FindingId id() {
      return FindingId.SQLITE_INTEGRITY;
    }
  }

  /** The read cache and the store disagree. */
  record CacheIncoherent(FileTag file, Incoherence incoherence) implements Finding {
    @Override
    public FindingId id() {
      return switch (incoherence) {
        case Incoherence.BeyondEnd _ -> FindingId.CACHE_BEYOND_EOF;
        case Incoherence.StaleBytes _, Incoherence.ReadDiffers _ -> FindingId.CACHE_STALE;
        case Incoherence.StaleLength _, Incoherence.SizeDiffers _ -> FindingId.CACHE_LENGTH;
        case Incoherence.NotStored _ -> FindingId.CACHE_ABSENT;
      };
    }

    @Override
    public Place place() {
      return switch (incoherence) {
        case Incoherence.BeyondEnd(long chunk, _) -> Place.chunk(file, chunk, 0);
        case Incoherence.StaleBytes(long chunk, int at) -> Place.chunk(file, chunk, at);
        case Incoherence.StaleLength(long chunk, _, _) -> Place.chunk(file, chunk, 0);
        case Incoherence.NotStored(long chunk) -> Place.chunk(file, chunk, 0);
        case Incoherence.SizeDiffers _ -> Place.file(file);
        case Incoherence.ReadDiffers(long offset, _, _) -> Place.byteAt(file, offset);
      };
    }
  }
}
