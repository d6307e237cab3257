package dev.kvsql.format;

/**
 * The bytes of one file, read at any position.
 *
 * <p>An implementation may throw what its storage throws; the readers of this package let that
 * through and add no exceptions of their own.
 */
public interface ByteSource {

  /** Returns the size of the file in bytes, 0 or more. */
  long sizeBytes();

  /**
   * Fills {@code into} with the file's bytes from {@code offset} on. Bytes past the end of the file
   * or absent from it read as zero.
   *
   * @param offset in bytes, from 0; may lie past the end
   * @param into filled whole
   */
  void read(long offset, byte[] into);

  /**
   * Returns where bytes that are not zero may begin: {@code offset} itself, or a later offset if
   * the file is known to have nothing but zeros in between. A file of holes need not be read.
   *
   * @param offset in bytes, from 0; past the end it is returned as it is
   */
  default long nextData(long offset) {
    return offset;
  }

  /** Returns a source of {@code bytes}, which are not copied. */
  static ByteSource of(byte[] bytes) {
    return new ArrayByteSource(bytes);
  }
}
