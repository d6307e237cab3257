package dev.kvsql.chunk;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A key of Rivet's layout, version 1. {@link #parse} sorts every possible key into one of four
 * kinds.
 *
 * <pre>
 * meta of a file            08 01 00 TAG
 * chunk of a file           08 01 01 TAG, then the chunk index as an unsigned big-endian int
 * end of a file's chunks    08 01 01 TAG+1   (exclusive)
 * </pre>
 */
public sealed interface StoreKey {
  /** First byte of every key of the layout; other first bytes are other programs' data. */
  byte PREFIX = 8;

  /** Bytes in a chunk, but for the last one of a file, which may hold fewer. */
  int CHUNK_BYTES = 4096;

  /** Most chunks that a file can have: the index is an unsigned 32-bit number. */
  long MAX_CHUNKS = 1L << 32;

  /** Largest file in bytes: 16 TiB. */
  long MAX_FILE_BYTES = MAX_CHUNKS * CHUNK_BYTES;

  /** The key of a file's size. */
  record Meta(FileTag file) implements StoreKey {}

  /** The key of one chunk; {@code index} is 0 to 2^32 - 1. */
  record Chunk(FileTag file, long index) implements StoreKey {}

  /** A key with the layout's prefix that the layout does not define. */
  record Unknown() implements StoreKey {}

  /** A key of another program that shares the namespace: kept, counted and never touched. */
  record Foreign() implements StoreKey {}

  /** Which kind of key these bytes are; never fails. */
  static StoreKey parse(byte[] key) {
    if (key.length == 0 || key[0] != PREFIX) {
      return new Foreign();
    }
    boolean layout = (key.length == 4 || key.length == 8) && key[1] == 1;
    Optional<FileTag> file = layout ? FileTag.ofCode(key[3]) : Optional.empty();
    if (file.isPresent() && key.length == 4 && key[2] == 0) {
      return new Meta(file.get());
    }
    if (file.isPresent() && key.length == 8 && key[2] == 1) {
      return new Chunk(file.get(), Integer.toUnsignedLong(ByteBuffer.wrap(key).getInt(4)));
    }
    return new Unknown();
  }

  /** The key bytes of a file's meta. */
  static byte[] meta(FileTag file) {
    return new byte[] {PREFIX, 1, 0, file.code()};
  }

  /**
   * The key bytes of a chunk.
   *
   * @param index 0 to 2^32 - 1
   */
  static byte[] chunk(FileTag file, long index) {
    if (index < 0 || index >= MAX_CHUNKS) {
      throw new IllegalArgumentException(
          "chunk index " + index + " is not within 0.." + (MAX_CHUNKS - 1));
    }
    return ByteBuffer.allocate(8)
        .put(PREFIX)
        .put((byte) 1)
        .put((byte) 1)
        .put(file.code())
        .putInt((int) index)
        .array();
  }

  /** All chunks of a file. */
  static KeyRange chunks(FileTag file) {
    return new KeyRange(new byte[] {PREFIX, 1, 1, file.code()}, chunksEnd(file));
  }

  /** The chunks of a file from {@code firstIndex} (0 to 2^32) on. */
  static KeyRange chunksFrom(FileTag file, long firstIndex) {
    byte[] end = chunksEnd(file);
    return new KeyRange(firstIndex == MAX_CHUNKS ? end : chunk(file, firstIndex), end);
  }

  /** The chunks of a file from {@code firstIndex}, inclusive, to {@code endIndex}, exclusive. */
  static KeyRange chunks(FileTag file, long firstIndex, long endIndex) {
    return new KeyRange(chunk(file, firstIndex), chunksFrom(file, endIndex).from());
  }

  private static byte[] chunksEnd(FileTag file) {
    return new byte[] {PREFIX, 1, 1, (byte) (file.code() + 1)};
  }

  /** How many chunks a file of this many bytes has. */
  static long chunkCount(long sizeBytes) {
    return (sizeBytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
  }

  /**
   * How many bytes of chunk {@code index} lie within a file of {@code sizeBytes} bytes: 0 to 4096.
   */
  static int bytesWithin(long sizeBytes, long index) {
    return Math.clamp(sizeBytes - index * CHUNK_BYTES, 0, CHUNK_BYTES);
  }
}
