package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An open file with its lock. POSIX gives up all of a process's locks on a file as soon as the
 * process closes any of its descriptors for it, so a process must never open a store twice: readers
 * share one channel, and a second writer is turned away before it opens anything.
 */
final class LockedFile implements AutoCloseable {
  private static final Map<Path, LockedFile> OPEN = new HashMap<>();

  private final Path real;
  private final Access access;
  private final boolean writable;
  private final FileChannel channel;
  private int holders = 1;

  private LockedFile(Path real, Access access, boolean writable, FileChannel channel) {
    this.real = real;
    this.access = access;
    this.writable = writable;
    this.channel = channel;
  }

  /**
   * Opens and locks a file.
   *
   * @param real its path without links
   * @throws StoreException.Locked when another process, or this one, has it in a way that excludes
   *     this
   */
  static LockedFile open(Path real, Access access, OpenOption... options) throws IOException {
    synchronized (OPEN) {
      LockedFile open = OPEN.get(real);
      if (open != null && access == Access.READ && open.access == Access.READ) {
        open.holders++;
        return open;
      }
      if (open != null) {
        throw new StoreException.Locked(real + ": open in this program already");
      }
      LockedFile locked =
          new LockedFile(
              real,
              access,
              List.of(options).contains(StandardOpenOption.WRITE),
              lock(real, access, options));
      OPEN.put(real, locked);
      return locked;
    }
  }

  /** Whether the channel was opened for writing too. */
  boolean isWritable() {
    return writable;
  }

  /** The one channel to the file; not to be closed. */
  FileChannel channel() {
    return channel;
  }

  /** Lets the file go; the last holder closes it and gives up the lock. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      holders--;
      if (holders == 0) {
        OPEN.remove(real);
        channel.close();
      }
    }
  }

  private static FileChannel lock(Path real, Access access, OpenOption... options)
      throws IOException {
    FileChannel channel = FileChannel.open(real, options);
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, access == Access.READ);
      if (lock == null) {
        throw new StoreException.Locked(
            real + ": in use by another program; end that program or wait for it, then try again");
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
