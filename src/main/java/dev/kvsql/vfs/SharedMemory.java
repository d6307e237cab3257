package dev.kvsql.vfs;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Memory that the connections to one database share, as seen by one of them: what the shared-memory
 * methods of sqlite3_io_methods ask for (sqlite.org/c3ref/io_methods.html). Implementations are
 * safe for several threads.
 */
public interface SharedMemory {
  /** How a lock is held. */
  enum Kind {
    SHARED,
    EXCLUSIVE
  }

  /**
   * A region of the memory; it stays where it is until everybody has unmapped.
   *
   * @param region from 0 on
   * @param bytes in a region, the same in each call
   * @param extend whether to make it, zero, if it is not there
   * @return null when it is not there
   */
  @Nullable MemorySegment map(int region, int bytes, boolean extend);

  /**
   * Takes some of the locks, all or none.
   *
   * @param first 0 to 7
   * @return false when another connection is in the way
   */
  boolean lock(int first, int count, Kind kind);

  /** Gives some of the locks back, as far as this connection has them. */
  void unlock(int first, int count);

  /** Gives back every lock and the memory. */
  void unmap();
}
