package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;

/** Findings about the size that a file has by its meta. */
public sealed interface MetaFinding extends Finding {
  /** Which file. */
  FileTag file();

  @Override
  default Place place() {
    return Place.file(file());
  }

  /** A meta that is no meta. */
  record Malformed(FileTag file, String expected, String found) implements MetaFinding {
    @Override
    public FindingId id() {
      return FindingId.META_MALFORMED;
    }
  }

  /** Chunks of a file that has no meta: nothing needs those of a sidecar. */
  record Missing(FileTag file, long chunks, long storedBytes) implements MetaFinding {
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

  /**
   * A WAL that has no meta, with commits that the main file does not have: SQLite would not see
   * them, and they are gone as soon as it begins another WAL.
   */
  record WalLost(long chunks, long storedBytes) implements MetaFinding {
    @Override
    public FileTag file() {
      return FileTag.WAL;
    }

    @Override
    public FindingId id() {
      return FindingId.META_MISSING;
    }

    @Override
    public Severity severity() {
      return Severity.ERROR;
    }

    @Override
    public RepairClass repair() {
      return RepairClass.LOSSY;
    }
  }

  /** The SQLite header counts more bytes than the main file's meta. */
  record TooSmall(long metaBytes, long headerBytes, boolean chunksComplete) implements MetaFinding {
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
  record Unaligned(long sizeBytes, int pageSize) implements MetaFinding {
    @Override
    public FileTag file() {
      return FileTag.MAIN;
    }

    @Override
    public FindingId id() {
      return FindingId.META_UNALIGNED;
    }
  }
}
