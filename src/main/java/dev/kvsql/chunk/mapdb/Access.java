package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;

/** What a store is opened for. */
public enum Access {
  /** Reading: any number of processes at a time, and not a byte on disk changes. */
  READ,
  /** Reading and writing: one process at a time. */
  WRITE;

  Disk.Opening opening() {
    return switch (this) {
      case READ -> Disk.Opening.READ;
      case WRITE -> Disk.Opening.WRITE;
    };
  }

  DiskFile.Sharing sharing() {
    return switch (this) {
      case READ -> DiskFile.Sharing.SHARED;
      case WRITE -> DiskFile.Sharing.EXCLUSIVE;
    };
  }
}
