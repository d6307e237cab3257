package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Writes pages from memory to a store file. */
record PageWriter(Slices from, DiskFile to) {
  /** Writes all of these pages, in order. */
  void write(BitSet pages) throws IOException {
    int page = pages.nextSetBit(0);
    while (page >= 0) {
      int end = pages.nextClearBit(page);
      write((long) page << RedoLog.PAGE_SHIFT, (long) end << RedoLog.PAGE_SHIFT);
      page = pages.nextSetBit(end);
    }
  }

  private void write(long start, long end) throws IOException {
    long offset = start;
    while (offset < end) {
      int within = Slices.within(offset);
      int count = (int) Math.min(end - offset, Slices.SLICE_BYTES - within);
      to.write(from.at(offset).slice(within, count), offset);
      offset += count;
    }
  }

  /** Makes the file at least so long; what it has not is zero. */
  void lengthen(long bytes) throws IOException {
    if (to.size() < bytes) {
      to.write(ByteBuffer.allocate(1), bytes - 1);
    }
  }
}
