package dev.kvsql.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** An open file; see {@link Disk} for what survives a power failure. */
public interface DiskFile extends AutoCloseable {
  /** How a lock goes along with others. */
  enum Sharing {
    SHARED,
    EXCLUSIVE
  }

  /** The file's length in bytes. */
  long size() throws IOException;

  /**
   * Reads until the buffer is full or the file ends; what is left of the buffer stays as it is.
   *
   * @return how many bytes were read
   */
  int read(ByteBuffer into, long offset) throws IOException;

  /** Writes all that remains in the buffer; a gap before it reads as zeros. */
  void write(ByteBuffer from, long offset) throws IOException;

  /** Cuts a longer file. */
  void truncate(long size) throws IOException;

  /** Makes everything written so far durable. */
  void force() throws IOException;

  /**
   * Bytes of the file as memory. Of a file that was opened for writing it can be written, without
   * the file changing; whether it shows what is written to the file later is open.
   *
   * @param offset a multiple of 4096
   * @param bytes a multiple of 4096; all of them must lie within the file
   * @param arena frees the memory when it closes
   */
  ByteBuffer map(long offset, int bytes, Arena arena) throws IOException;

  /**
   * Tries to lock the file against other processes; the lock goes when the file is closed, or the
   * process ends.
   *
   * @return false when another process has a lock that excludes this one
   */
  boolean tryLock(Sharing sharing) throws IOException;

  /** Whether the file can still be used: an interrupted thread may have closed it. */
  boolean isOpen();

  @Override
  void close() throws IOException;
}
