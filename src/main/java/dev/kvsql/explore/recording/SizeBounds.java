package dev.kvsql.explore.recording;

import dev.kvsql.chunk.StoreKey;
import java.util.OptionalLong;

/**
 * What is known of a file's size while its meta is known by its length only.
 *
 * @param atLeast no smaller than this, in bytes
 * @param atMost no larger than this, in bytes; {@link StoreKey#MAX_FILE_BYTES} when nothing says
 */
public record SizeBounds(long atLeast, long atMost) {
  /** Nothing is known. */
  static final SizeBounds UNKNOWN = new SizeBounds(0, StoreKey.MAX_FILE_BYTES);

  /** The size itself is known. */
  static SizeBounds exactly(long sizeBytes) {
    return new SizeBounds(sizeBytes, sizeBytes);
  }

  /** Whether only one size is possible. */
  public boolean isExact() {
    return atLeast == atMost;
  }

  /** Whether there is a largest possible size but for the largest that any file can have. */
  public boolean isLimited() {
    return atMost < StoreKey.MAX_FILE_BYTES;
  }

  /** The chunks that are past the end for certain. */
  ChunkSpan pastEnd() {
    return ChunkSpan.from(StoreKey.chunkCount(atMost));
  }

  /** The chunk in which the file ends, if it has to end within one at the latest. */
  OptionalLong endChunk() {
    return atMost % StoreKey.CHUNK_BYTES == 0
        ? OptionalLong.empty()
        : OptionalLong.of(atMost / StoreKey.CHUNK_BYTES);
  }

  /** Most bytes of a chunk that can lie within the file. */
  int mostWithin(long index) {
    return StoreKey.bytesWithin(atMost, index);
  }

  /** Bytes of a chunk that lie within the file for certain. */
  int surelyWithin(long index) {
    return StoreKey.bytesWithin(atLeast, index);
  }

  /** Whether the end of a cut can lie in this chunk, as far as was known before. */
  boolean canEndIn(long index) {
    return !isLimited() || index == StoreKey.chunkCount(atMost) - 1;
  }

  /**
   * Chunks from {@code firstDeleted} on were deleted because the file was cut: it ends before them.
   * What the writer left before them it means to keep, so that lies within the file.
   *
   * @param stored before the delete
   */
  SizeBounds cutBefore(long firstDeleted, StoredChunks stored) {
    long most = firstDeleted * StoreKey.CHUNK_BYTES;
    if (most >= atMost) {
      return this;
    }
    OptionalLong last = stored.lastBefore(firstDeleted);
    return new SizeBounds(last.isEmpty() ? 0 : endOf(last.getAsLong(), stored), most);
  }

  private static long endOf(long index, StoredChunks stored) {
    return index * StoreKey.CHUNK_BYTES + Math.min(StoreKey.CHUNK_BYTES, stored.bytes(index));
  }
}
