package dev.kvsql.vfs;

import java.util.concurrent.atomic.LongAdder;

/** Counts what SQLite asks of an open file. Safe for several threads. */
public final class FileCounts {
  private final LongAdder reads = new LongAdder();
  private final LongAdder readBytes = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder writtenBytes = new LongAdder();
  private final LongAdder truncates = new LongAdder();
  private final LongAdder syncs = new LongAdder();

  /** Counts a read of so many bytes. */
  public void read(int bytes) {
    reads.increment();
    readBytes.add(bytes);
  }

  /** Counts a write of so many bytes. */
  public void written(int bytes) {
    writes.increment();
    writtenBytes.add(bytes);
  }

  public void truncated() {
    truncates.increment();
  }

  public void synced() {
    syncs.increment();
  }

  /** The numbers as they are now. */
  FileStats stats() {
    return new FileStats(
        reads.sum(),
        readBytes.sum(),
        writes.sum(),
        writtenBytes.sum(),
        truncates.sum(),
        syncs.sum());
  }
}
