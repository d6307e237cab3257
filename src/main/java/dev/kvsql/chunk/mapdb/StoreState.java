package dev.kvsql.chunk.mapdb;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.zip.CRC32C;

/**
 * Which store a file is, and in which state: two random numbers in bytes 48 to 63 of the file,
 * which MapDB leaves alone and counts into its header's checksum. A file that kvsql never wrote has
 * zeros there. Both stand in the first sector of 512 bytes, which is written whole or not at all.
 *
 * @param store stays the same as long as the store lives
 * @param epoch changes whenever a redo log is carried over into the file
 */
record StoreState(long store, long epoch) {
  static final int SECTOR_BYTES = 512;

  /** Where the store's number is in the file, in bytes. */
  static final int STORE_OFFSET = 48;

  /** Where the epoch is in the file, in bytes. */
  static final int EPOCH_OFFSET = 56;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** The state that the first sector of a file tells. */
  static StoreState of(byte[] firstSector) {
    ByteBuffer sector = ByteBuffer.wrap(firstSector);
    return new StoreState(sector.getLong(STORE_OFFSET), sector.getLong(EPOCH_OFFSET));
  }

  /** Whether kvsql never wrote the file. */
  boolean isNone() {
    return store == 0 && epoch == 0;
  }

  static int checksum(byte[] firstSector) {
    CRC32C crc = new CRC32C();
    crc.update(firstSector);
    return (int) crc.getValue();
  }

  /** A number that is not zero. */
  static long random() {
    long number = RANDOM.nextLong();
    return number == 0 ? 1 : number;
  }
}
