package dev.kvsql.explore;

import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;

/**
 * What a file is to whoever uses it: a plain array of bytes, here of 4096 at a time so that copies
 * share what they have in common. Immutable.
 */
final class ModelFile {
  static final ModelFile EMPTY = new ModelFile(0, new byte[0][]);

  private static final int CHUNK = StoreKey.CHUNK_BYTES;
  private static final byte[] ZEROS = new byte[CHUNK];

  private final long sizeBytes;

  /** Pieces of 4096 bytes, zero past the end of the file. */
  private final byte[][] pieces;

  private ModelFile(long sizeBytes, byte[][] pieces) {
    this.sizeBytes = sizeBytes;
    this.pieces = pieces;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  int pieceCount() {
    return pieces.length;
  }

  /** 4096 bytes, zero past the end of the file; shared, not to be changed. */
  byte[] piece(int index) {
    return index < pieces.length ? pieces[index] : ZEROS;
  }

  /** The byte at an offset; zero past the end of the file. */
  byte at(long offset) {
    return piece((int) (offset / CHUNK))[(int) (offset % CHUNK)];
  }

  ModelFile write(long offset, int length, byte value) {
    long end = offset + length;
    ModelFile grown = end > sizeBytes ? resized(end) : new ModelFile(sizeBytes, pieces.clone());
    for (long position = offset; position < end; ) {
      int index = (int) (position / CHUNK);
      int at = (int) (position % CHUNK);
      int count = (int) Math.min(CHUNK - at, end - position);
      byte[] piece = grown.pieces[index].clone();
      Arrays.fill(piece, at, at + count, value);
      grown.pieces[index] = piece;
      position += count;
    }
    return grown;
  }

  ModelFile truncate(long newSizeBytes) {
    ModelFile resized = resized(newSizeBytes);
    int kept = (int) (newSizeBytes % CHUNK);
    if (newSizeBytes < sizeBytes && kept > 0) {
      byte[] last = new byte[CHUNK];
      System.arraycopy(pieces[resized.pieces.length - 1], 0, last, 0, kept);
      resized.pieces[resized.pieces.length - 1] = last;
    }
    return resized;
  }

  private ModelFile resized(long newSizeBytes) {
    byte[][] kept = Arrays.copyOf(pieces, Math.toIntExact(StoreKey.chunkCount(newSizeBytes)));
    for (int i = pieces.length; i < kept.length; i++) {
      kept[i] = ZEROS;
    }
    return new ModelFile(newSizeBytes, kept);
  }

  /** Whether both have the same size and bytes. */
  boolean hasSameBytes(ModelFile other) {
    if (sizeBytes != other.sizeBytes) {
      return false;
    }
    for (int i = 0; i < pieces.length; i++) {
      if (!Arrays.equals(pieces[i], other.pieces[i])) {
        return false;
      }
    }
    return true;
  }
}
