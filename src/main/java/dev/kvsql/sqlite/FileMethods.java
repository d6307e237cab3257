package dev.kvsql.sqlite;

import dev.kvsql.vfs.OpenFile;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code sqlite3_io_methods} a file gets: those that measure are made when the first file
 * wants them. For several threads.
 */
final class FileMethods {
  private final MemorySegment plain;
  private final Supplier<MemorySegment> making;
  private @Nullable MemorySegment traced;

  FileMethods(MemorySegment plain, Supplier<MemorySegment> making) {
    this.plain = plain;
    this.making = making;
  }

  /** The struct for an open file. */
  MemorySegment of(OpenFile file) {
    return file.trace().isPresent() ? traced() : plain;
  }

  private synchronized MemorySegment traced() {
    MemorySegment made = traced;
    if (made == null) {
      made = making.get();
      traced = made;
    }
    return made;
  }
}
