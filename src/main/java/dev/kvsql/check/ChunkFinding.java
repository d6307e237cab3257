package dev.kvsql.check;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.inspect.ChunkRun;

/** Findings about chunks. */
public sealed interface ChunkFinding extends Finding {
  /** Which file. */
  FileTag file();

  /** A finding about neighbouring chunks in the same condition. */
  sealed interface OfRun extends ChunkFinding {
    /** Which chunks. */
    ChunkRun run();

    @Override
    default Place place() {
      return Place.chunks(file(), run());
    }
  }

  /** Chunks with bytes past the end, which a repair takes away unless the end is in doubt. */
  sealed interface PastEnd extends OfRun {
    /** Whether the file's size itself is in doubt. */
    boolean doubted();

    @Override
    default RepairClass repair() {
      return doubted() ? RepairClass.MANUAL : id().repair();
    }

    @Override
    default boolean waitsForSize() {
      return doubted();
    }
  }

  /** Chunks wholly past the end; {@code doubted} when the file's size itself is in doubt. */
  record Orphan(FileTag file, ChunkRun run, long sizeBytes, boolean doubted) implements PastEnd {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_ORPHAN;
    }
  }

  /** A last chunk that reaches past the end; {@code doubted} when the size itself is in doubt. */
  record Tail(FileTag file, ChunkRun run, boolean doubted) implements PastEnd {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_TAIL;
    }
  }

  /** Chunks of more than 4096 bytes. */
  record TooLong(FileTag file, ChunkRun run) implements OfRun {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_LONG;
    }
  }

  /** Chunks with fewer bytes than lie within the file there. */
  record TooShort(FileTag file, ChunkRun run) implements OfRun {
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
  record Missing(FileTag file, ChunkRun run, HoleUse use) implements OfRun {
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
  record Empty(FileTag file, ChunkRun run) implements OfRun {
    @Override
    public FindingId id() {
      return FindingId.CHUNK_EMPTY;
    }
  }

  /**
   * More chunks in the same condition than are listed, here and there.
   *
   * @param rest all of them added up, from the first on
   */
  record More(FileTag file, ChunkRun rest) implements ChunkFinding {
    @Override
    public FindingId id() {
      return switch (rest.condition()) {
        case SHORT, SOUND -> FindingId.CHUNK_SHORT;
        case LONG -> FindingId.CHUNK_LONG;
        case TAIL -> FindingId.CHUNK_TAIL;
        case ORPHAN -> FindingId.CHUNK_ORPHAN;
        case MISSING -> FindingId.CHUNK_MISSING;
        case EMPTY -> FindingId.CHUNK_EMPTY;
      };
    }

    @Override
    public RepairClass repair() {
      return RepairClass.MANUAL;
    }

    @Override
    public Place place() {
      return Place.file(file);
    }
  }

  /** Neighbouring chunks that do not go with their checksums in the same way. */
  record Checksum(FileTag file, long firstChunk, long count, ChecksumMismatch ofFirst)
      implements ChunkFinding {
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

    Checksum withOneMore() {
      return new Checksum(file, firstChunk, count + 1, ofFirst);
    }
  }
}
