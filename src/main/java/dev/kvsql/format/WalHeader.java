package dev.kvsql.format;

import java.nio.ByteOrder;

/**
 * The header of a WAL (section 4.1).
 *
 * @param checksumOrder byte order of the words that are summed: magic 0x377f0683 for big-endian,
 *     0x377f0682 for little-endian
 * @param formatVersion 3007000
 * @param pageSize bytes in a page, a power of two in 512..65536
 * @param checkpointSequence counts the times that the WAL was begun anew, 0..2^32-1
 * @param salt1 first number that the frames of this run repeat; goes up by one with each run
 * @param salt2 second number that the frames of this run repeat; random
 */
public record WalHeader(
    ByteOrder checksumOrder,
    long formatVersion,
    int pageSize,
    long checkpointSequence,
    long salt1,
    long salt2) {
  private static final int SIZE_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;

  /** Offset in bytes, exclusive, at which so many frames end. */
  public long endOf(long frames) {
    return SIZE_BYTES + frames * (FRAME_HEADER_BYTES + pageSize);
  }
}
