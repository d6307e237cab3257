package dev.kvsql.file;

/** One way in which a file's cache and its store disagree. */
public sealed interface Incoherence {
  /** The invariant that does not hold. */
  Invariant broken();

  /** C1: a chunk is cached that lies wholly past the end. */
  record BeyondEnd(long chunkIndex, long lastChunkIndex) implements Incoherence {
    @Override
    public Invariant broken() {
      return Invariant.C1;
    }
  }

  /** C2: other bytes; {@code at} is the first that differs, from the chunk's start. */
  record StaleBytes(long chunkIndex, int at) implements Incoherence {
    @Override
    public Invariant broken() {
      return Invariant.C2;
    }
  }

  /** C2: another length. */
  record StaleLength(long chunkIndex, int cachedBytes, int storedBytes) implements Incoherence {
    @Override
    public Invariant broken() {
      return Invariant.C2;
    }
  }

  /** C3: the store has no such chunk. */
  record NotStored(long chunkIndex) implements Incoherence {
    @Override
    public Invariant broken() {
      return Invariant.C3;
    }
  }

  /** C4: the sizes differ; {@code storedBytes} is -1 when the store has no readable meta. */
  record SizeDiffers(long sizeBytes, long storedBytes) implements Incoherence {
    @Override
    public Invariant broken() {
      return Invariant.C4;
    }
  }

  /** C5: the first byte of the file, by offset, that reads differently. */
  record ReadDiffers(long offset, int throughCache, int expected) implements Incoherence {
    @Override
    public Invariant broken() {
      return Invariant.C5;
    }
  }
}
