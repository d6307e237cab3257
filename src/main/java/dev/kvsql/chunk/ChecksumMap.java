package dev.kvsql.chunk;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.zip.CRC32C;

/**
 * The checksums that a database keeps of its chunks: what kvsql wrote, so that a chunk that changed
 * by any other way shows. Each has the key of its chunk; metas and keys of other programs have
 * none.
 */
@FunctionalInterface
public interface ChecksumMap {
  /**
   * The checksums of a range in the order of their keys, as they are stored, read as the iterator
   * moves on. Values are as {@link #checksum} makes them, unless something else wrote them.
   */
  Iterator<Entry> scan(KeyRange range);

  /** All checksums. */
  default Iterator<Entry> scan() {
    return scan(KeyRange.ALL);
  }

  /** The CRC32C of a chunk's value: 4 bytes, big-endian. */
  static byte[] checksum(byte[] chunk) {
    CRC32C crc = new CRC32C();
    crc.update(chunk);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
  }
}
