package dev.kvsql.chunk.mapdb;

import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;

/** What a store is opened for. */
public enum Access {
  /** Reading: any number of processes at a time, and not a byte on disk changes. */
  READ,
  /** Reading and writing: one process at a time. */
  WRITE;

  OpenOption[] options() {
    return switch (this) {
      case READ -> new OpenOption[] {StandardOpenOption.READ};
      case WRITE -> new OpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE};
    };
  }
}
