package dev.kvsql.vfs;

import dev.kvsql.file.ChunkFile;
import java.util.Optional;

/**
 * A file that a connection has open: what sqlite3_io_methods asks for
 * (sqlite.org/c3ref/io_methods.html). Failures are {@link dev.kvsql.chunk.StoreException}s.
 */
public interface OpenFile extends AutoCloseable {
  /** The file itself, shared with every other connection that has it open. */
  ChunkFile bytes();

  /** Brings everything buffered to the store, durably. */
  void sync();

  /**
   * Brings everything buffered to the store; durable with the next sync, or when the store closes.
   */
  void committed();

  /** Raises this connection's lock; false when another connection is in the way. */
  boolean lock(LockLevel wanted);

  /**
   * Lowers this connection's lock to SHARED or NONE, and hands over what it wrote; if an operation
   * {@linkplain #failed failed} since it had the lock, what is not in the store by now is
   * forgotten.
   */
  void unlock(LockLevel wanted);

  /**
   * Takes note that an operation on this file failed. A commit reaches the store before the lock is
   * given back, so what is buffered then is a rollback, and it may be half of one.
   */
  void failed();

  /** This connection's lock. */
  LockLevel lockLevel();

  /** Whether any connection holds RESERVED or more. */
  boolean isReserved();

  /** Where to count what is asked of the file, by whichever connection. */
  FileCounts counts();

  /** Where to tell of the calls on the file, if anybody ever wants to hear of them. */
  default Optional<FileTrace> trace() {
    return Optional.empty();
  }

  /** The database's wal-index, as this connection uses it. */
  SharedMemory walIndex();

  /** Hands over what this connection wrote, and lets the file go; does nothing the second time. */
  @Override
  void close();
}
