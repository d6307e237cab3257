package dev.kvsql.explore.policy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.file.BufferState;
import dev.kvsql.file.CacheState;

/**
 * A file as one program keeps it in a store: what SQLite asks of a VFS, and what can be seen of the
 * program's memory. Offsets, lengths and sizes are in bytes. For one thread.
 *
 * <p>Each call may make operations on the store. When one of them fails, the call gives up there
 * and throws that operation's {@link dev.kvsql.chunk.StoreException}.
 */
public interface PolicyFile {
  /** The size that SQLite is told. */
  long sizeBytes();

  /** Reads as many bytes as the array holds; those past the end of the file come as zeros. */
  void read(long offset, byte[] into);

  /** Writes all bytes of an array, growing the file as needed. */
  void write(long offset, byte[] bytes);

  /** Sets the size; a grown range is to read as zeros. */
  void truncate(long newSizeBytes);

  /** Makes everything that was written durable. */
  void sync();

  /** SQLITE_FCNTL_BEGIN_ATOMIC_WRITE: the writes from here on are to reach the store together. */
  void begin();

  /** SQLITE_FCNTL_COMMIT_ATOMIC_WRITE. */
  void commit();

  /** SQLITE_FCNTL_ROLLBACK_ATOMIC_WRITE: the file is as it was at {@link #begin}. */
  void rollBack();

  /** Memory is short: the read cache gives up everything. */
  void evict();

  /** The last connection lets the file go. */
  void close();

  /** What the read cache holds. */
  CacheState cache();

  /** What the store does not have yet. */
  BufferState buffer();

  /**
   * A file in the same state that goes its own way from here.
   *
   * @param sameStore a store that holds what this file's store holds
   */
  PolicyFile copy(ChunkStore sameStore);
}
