package dev.kvsql.chunk.salvage;

/**
 * Random access to the bytes of a store file. What stands behind it may have laid the pages of a
 * redo log over the file. The bytes must not change while they are salvaged.
 */
public interface StoreImage {
  /** Size in bytes. */
  long lengthBytes();

  /**
   * Reads bytes; those past the end read as zero.
   *
   * @param offset of the first byte within the image, 0 or more
   * @param from index in {@code into} of the first byte
   * @param count of bytes
   */
  void read(long offset, byte[] into, int from, int count);
}
