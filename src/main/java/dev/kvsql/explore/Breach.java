package dev.kvsql.explore;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.Incoherence;

/** One way in which a rule does not hold. Bytes that were written are named by their value. */
public sealed interface Breach {
  /** Of which kind this is. */
  Symptom symptom();

  /** The rule that does not hold. */
  default Rule rule() {
    return symptom().rule();
  }

  /** Cache and store disagree. */
  record Incoherent(Incoherence what) implements Breach {
    @Override
    public Symptom symptom() {
      return switch (what) {
        case Incoherence.BeyondEnd _ -> Symptom.CACHED_PAST_END;
        case Incoherence.StaleBytes _ -> Symptom.STALE_BYTES;
        case Incoherence.StaleLength _ -> Symptom.STALE_LENGTH;
        case Incoherence.NotStored _ -> Symptom.CACHED_NOT_STORED;
        case Incoherence.SizeDiffers _ -> Symptom.MEMORY_SIZE;
        case Incoherence.ReadDiffers _ -> Symptom.READ_CHUNK;
      };
    }
  }

  /** Whom a file shows wrong content. */
  enum Reader {
    /** Whoever has the file open. */
    PROGRAM,
    /** Whoever opens the store afterwards. */
    NEXT_PROCESS
  }

  /** The file has another size than it should have, in bytes. */
  record WrongSize(Reader reader, long expected, long found) implements Breach {
    @Override
    public Symptom symptom() {
      return switch (reader) {
        case PROGRAM -> Symptom.READ_SIZE;
        case NEXT_PROCESS -> Symptom.REOPENED_SIZE;
      };
    }
  }

  /**
   * A range reads wrongly.
   *
   * @param length for so many bytes from {@code offset} on, expected and found are each the same
   * @param expected the byte that should be there
   */
  record WrongBytes(Reader reader, long offset, long length, byte expected, byte found)
      implements Breach {
    @Override
    public Symptom symptom() {
      boolean wholeChunk = offset % StoreKey.CHUNK_BYTES == 0;
      return switch (reader) {
        case PROGRAM -> wholeChunk ? Symptom.READ_CHUNK : Symptom.READ_WITHIN_CHUNK;
        case NEXT_PROCESS -> wholeChunk ? Symptom.REOPENED_CHUNK : Symptom.REOPENED_WITHIN_CHUNK;
      };
    }
  }

  /**
   * The store holds something past the end of the file.
   *
   * @param storedBytes length of the chunk
   * @param withinBytes how many bytes of it lie within the file; 0 makes it an orphan
   */
  record Leftover(long chunkIndex, int storedBytes, int withinBytes) implements Breach {
    @Override
    public Symptom symptom() {
      return withinBytes == 0 ? Symptom.ORPHAN : Symptom.TAIL;
    }
  }

  /**
   * The store holds a short chunk where this program promises whole ones.
   *
   * @param withinBytes how many bytes of it lie within the file
   */
  record ShortChunk(long chunkIndex, int storedBytes, int withinBytes) implements Breach {
    @Override
    public Symptom symptom() {
      return Symptom.SHORT_CHUNK;
    }
  }

  /** A call failed although the store did what it was asked. */
  record Threw(String what) implements Breach {
    @Override
    public Symptom symptom() {
      return Symptom.FAILURE;
    }
  }
}
