package dev.kvsql.chunk.mapdb;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.mapdb.DataIO;

/** What is used of the header that MapDB has at the start of a store file. */
final class MapDbHeader {
  /**
   * Where the end of the pages in use is: a multiple of 1 MiB, its low 16 bits check the others.
   */
  static final int PAGES_END_OFFSET = 40;

  private static final long CHECK_BITS = 0xffff;

  private MapDbHeader() {}

  /** The number at {@link #PAGES_END_OFFSET}, without a look at its check bits. */
  static long pagesEnd(long stored) {
    return stored & ~CHECK_BITS;
  }

  /**
   * Where the pages in use end, in bytes; nothing when the check bits do not hold.
   *
   * @param firstSector the first 512 bytes of the store file
   */
  static OptionalLong pagesEnd(byte[] firstSector) {
    long stored = ByteBuffer.wrap(firstSector).getLong(PAGES_END_OFFSET);
    long end = pagesEnd(stored);
    return end > 0 && DataIO.parity16Set(end) == stored
        ? OptionalLong.of(end)
        : OptionalLong.empty();
  }
}
