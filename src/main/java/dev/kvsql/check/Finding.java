package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.file.Incoherence;
import dev.kvsql.format.HeaderProblem;
import dev.kvsql.inspect.ChunkRun;
import java.util.Optional;

/** Something that a check found, with its evidence. Where it lies is in {@link #place}. */
public sealed interface Finding {
  /** Its stable name. */
  FindingId id();

  /** How bad it is here. */
  Severity severity();

  /** What a repair would cost. */
  RepairClass repair();

  /** Where it lies within its database. */
  Place place();

  /** The MapDB file itself cannot be opened as it is. */
  record StoreDirty(String problem) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.STORE_DIRTY;
    }

    @Override
    public Severity severity() {
      return Severity.FATAL;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.database();
    }
  }

  /** MapDB cannot read a part of the store. */
  record RecordUnreadable(String problem) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.RECORD_UNREADABLE;
    }

    @Override
    public Severity severity() {
      return Severity.FATAL;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.LOSSY;
    }

    @Override
    public Place place() {
      return Place.database();
    }
  }

  /** Keys with the layout's prefix that it does not define; the first of them in hex. */
  record KeyUnknown(String firstKey, long keys) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.KEY_UNKNOWN;
    }

    @Override
    public Severity severity() {
      return Severity.WARN;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.database();
    }
  }

  /** A meta that is no meta. */
  record MetaMalformed(FileTag file, String expected, String found) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.META_MALFORMED;
    }

    @Override
    public Severity severity() {
      return Severity.FATAL;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.LOSSY;
    }

    @Override
    public Place place() {
      return Place.file(file);
    }
  }

  /** Chunks of a file that has no meta. */
  record MetaMissing(FileTag file, long chunks, long storedBytes) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.META_MISSING;
    }

    @Override
    public Severity severity() {
      return file == FileTag.MAIN ? Severity.ERROR : Severity.WARN;
    }

    @Override
    public RepairClass repair() {
      return file == FileTag.MAIN ? RepairClass.LOSSY : RepairClass.SAFE;
    }

    @Override
    public Place place() {
      return Place.file(file);
    }
  }

  /** The SQLite header counts more bytes than the meta. */
  record MetaShort(long metaBytes, long headerBytes, boolean chunksComplete) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.META_SHORT;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public RepairClass repair() {
      return chunksComplete ? RepairClass.SAFE : RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.file(FileTag.MAIN);
    }
  }

  /** The main file is no whole number of pages. */
  record MetaUnaligned(long sizeBytes, int pageSize) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.META_UNALIGNED;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.file(FileTag.MAIN);
    }
  }

  /** Chunks wholly past the end; {@code doubted} when the file's size itself is in doubt. */
  record ChunkOrphan(FileTag file, ChunkRun run, long sizeBytes, boolean doubted)
      implements Finding {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_ORPHAN;
    }

    @Override
    public Severity severity() {
      return Severity.WARN;
    }

    @Override
    public RepairClass repair() {
      return doubted ? RepairClass.MANUAL : RepairClass.SAFE;
    }

    @Override
    public Place place() {
      return Place.chunks(file, run);
    }
  }

  /** A last chunk that reaches past the end; {@code doubted} when the size itself is in doubt. */
  record ChunkTail(FileTag file, ChunkRun run, boolean doubted) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_TAIL;
    }

    @Override
    public Severity severity() {
      return Severity.WARN;
    }

    @Override
    public RepairClass repair() {
      return doubted ? RepairClass.MANUAL : RepairClass.SAFE;
    }

    @Override
    public Place place() {
      return Place.chunks(file, run);
    }
  }

  /** Chunks of more than 4096 bytes. */
  record ChunkLong(FileTag file, ChunkRun run) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_LONG;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.chunks(file, run);
    }
  }

  /** Chunks with fewer bytes than lie within the file there. */
  record ChunkShort(FileTag file, ChunkRun run) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_SHORT;
    }

    @Override
    public Severity severity() {
      return file == FileTag.MAIN ? Severity.ERROR : Severity.NOTICE;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.chunks(file, run);
    }
  }

  /** Chunks within the file that the store does not have. */
  record ChunkMissing(FileTag file, ChunkRun run, HoleUse use) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_MISSING;
    }

    @Override
    public Severity severity() {
      return switch (use) {
        case IN_USE, NOT_KNOWN -> Severity.ERROR;
        case UNUSED, SIDECAR -> Severity.NOTICE;
      };
    }

    @Override
    public RepairClass repair() {
      return RepairClass.LOSSY;
    }

    @Override
    public Place place() {
      return Place.chunks(file, run);
    }
  }

  /** Values without a byte. */
  record ChunkEmpty(FileTag file, ChunkRun run) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_EMPTY;
    }

    @Override
    public Severity severity() {
      return Severity.WARN;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.SAFE;
    }

    @Override
    public Place place() {
      return Place.chunks(file, run);
    }
  }

  /** A rollback journal or a WAL that SQLite applies at the next open; {@code pages} in it. */
  record JournalHot(FileTag file, long pages) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.JOURNAL_HOT;
    }

    @Override
    public Severity severity() {
      return Severity.RECOVERY_PENDING;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.SAFE;
    }

    @Override
    public Place place() {
      return Place.file(file);
    }
  }

  /** A sidecar that SQLite ignores. */
  record JournalStale(FileTag file, Reason why, long sizeBytes) implements Finding {
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

    @Override
    public Severity severity() {
      return Severity.NOTICE;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.SAFE;
    }

    @Override
    public Place place() {
      return Place.file(file);
    }
  }

  /** A field of the SQLite header that the format does not allow. */
  record PageHeader(HeaderProblem problem) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.PAGE_HEADER;
    }

    @Override
    public Severity severity() {
      return Severity.FATAL;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return new Place(
          Optional.of(FileTag.MAIN),
          Optional.of(0L),
          Optional.of(1L),
          Optional.of((long) problem.offsetBytes()));
    }
  }

  /** What SQLite's integrity_check reports, or how it failed. */
  record SqliteIntegrity(String message) implements Finding {
    @Override
    public FindingId id() {
      return FindingId.SQLITE_INTEGRITY;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.file(FileTag.MAIN);
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
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.SAFE;
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
