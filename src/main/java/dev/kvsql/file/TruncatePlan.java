package dev.kvsql.file;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.StoreKey;
import java.util.OptionalLong;

/**
 * What setting a file's size does to its chunks: a pure value that everything which truncates
 * carries out and everything which shows a truncate prints. The last chunk kept is {@code (size -
 * 1) / 4096}, and there is none for size 0 (Rivet #4637: keeping {@code size / 4096} as well keeps
 * one too many for every multiple of 4096).
 *
 * @param oldSizeBytes size before, 0 to {@link StoreKey#MAX_FILE_BYTES}
 * @param newSizeBytes size after, same bounds
 */
public record TruncatePlan(long oldSizeBytes, long newSizeBytes) {
  public TruncatePlan {
    requireSize(oldSizeBytes);
    requireSize(newSizeBytes);
  }

  /** Which way the size goes. */
  public enum Direction {
    SHRINK,
    GROW,
    NONE
  }

  /** The plan for a file of {@code oldSizeBytes} that is to have {@code newSizeBytes}. */
  public static TruncatePlan of(long oldSizeBytes, long newSizeBytes) {
    return new TruncatePlan(oldSizeBytes, newSizeBytes);
  }

  public Direction direction() {
    int order = Long.compare(newSizeBytes, oldSizeBytes);
    return order < 0 ? Direction.SHRINK : order > 0 ? Direction.GROW : Direction.NONE;
  }

  /** The smaller of both sizes: what lies below it is kept. */
  public long smallerSizeBytes() {
    return Math.min(oldSizeBytes, newSizeBytes);
  }

  /** The larger of both sizes. */
  public long largerSizeBytes() {
    return Math.max(oldSizeBytes, newSizeBytes);
  }

  /** The meta that the store keeps afterwards. */
  public FileMeta newMeta() {
    return new FileMeta(newSizeBytes);
  }

  /** The index of the last chunk that is kept, or nothing when the file becomes empty. */
  public OptionalLong lastChunk() {
    return newSizeBytes == 0
        ? OptionalLong.empty()
        : OptionalLong.of((newSizeBytes - 1) / StoreKey.CHUNK_BYTES);
  }

  /** Bytes of the last chunk that lie within the file: 1 to 4096, or 0 when there is no chunk. */
  public int lastChunkBytes() {
    return lastChunk().isEmpty() ? 0 : StoreKey.bytesWithin(newSizeBytes, lastChunk().getAsLong());
  }

  /** Whether a chunk is cut in the middle, so that what is kept of it must be written anew. */
  public boolean cutsChunk() {
    return direction() == Direction.SHRINK && newSizeBytes % StoreKey.CHUNK_BYTES != 0;
  }

  /** The index of the first chunk past the new end: 0 to 2^32. */
  public long firstDeletedChunk() {
    return StoreKey.chunkCount(newSizeBytes);
  }

  /** How many chunk indexes fall away; 0 unless the file shrinks. */
  public long deletedChunks() {
    return Math.max(0, StoreKey.chunkCount(oldSizeBytes) - firstDeletedChunk());
  }

  private static void requireSize(long sizeBytes) {
    if (sizeBytes < 0 || sizeBytes > StoreKey.MAX_FILE_BYTES) {
      throw new IllegalArgumentException(
          sizeBytes + " bytes is not within 0.." + StoreKey.MAX_FILE_BYTES);
    }
  }
}
