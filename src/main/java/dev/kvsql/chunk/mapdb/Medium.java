package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.Disk;
import dev.kvsql.disk.LocalDisk;

/**
 * Where stores are kept, and how large their redo logs get: memory and the time of a recovery are
 * bounded by that.
 *
 * @param checkpointBytes a log of this many bytes is carried over into its store file
 */
record Medium(Disk disk, long checkpointBytes) {
  /** The machine's own disk, with logs of 64 MiB. */
  static final Medium LOCAL = new Medium(LocalDisk.shared(), 64L << 20);

  private static final int FRESH_SHARE = 32;

  /**
   * With more bytes than this in pages that are new to the store, a commit puts them straight into
   * the store file: of so many, writing them twice takes longer than forcing two files.
   */
  long freshBytes() {
    return checkpointBytes / FRESH_SHARE;
  }
}
