package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.LockHolder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An open file with its lock. POSIX gives up all of a process's locks on a file as soon as the
 * process closes any of its descriptors for it, so a process must never open a store twice: readers
 * share one file, and a second writer is turned away before it opens anything.
 */
final class LockedFile implements AutoCloseable {
  private static final Map<Key, LockedFile> OPEN = new HashMap<>();
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final Key key;
  private final Access access;
  private final DiskFile file;
  private int holders = 1;

  private record Key(Disk disk, Object identity) {}

  private LockedFile(Key key, Access access, DiskFile file) {
    this.key = key;
    this.access = access;
    this.file = file;
  }

  /**
   * Opens and locks a file that is there.
   *
   * @param real its path without links
   * @param patience how long to wait for other processes
   * @throws StoreException.Locked when another process, or this one, has it in a way that excludes
   *     this
   */
  static LockedFile open(Disk disk, Path real, Access access, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      LockedFile locked = tryOpen(disk, real, access);
      if (locked != null) {
        return locked;
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new StoreException.Locked(locked(disk, real, patience));
      }
      pause(Math.min(pause, left));
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Creates and locks a file. */
  static LockedFile create(Disk disk, Path real) throws IOException {
    synchronized (OPEN) {
      DiskFile file = disk.open(real, Disk.Opening.CREATE);
      try {
        Key key = new Key(disk, disk.identity(real));
        if (!file.tryLock(DiskFile.Sharing.EXCLUSIVE)) {
          throw new StoreException.Locked(locked(disk, real, Duration.ZERO));
        }
        LockedFile locked = new LockedFile(key, Access.WRITE, file);
        OPEN.put(key, locked);
        return locked;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    }
  }

  /** The one open file; not to be closed. */
  DiskFile file() {
    return file;
  }

  /** Lets the file go; the last holder closes it and gives up the lock. */
  @Override
  public void close() throws IOException {
    synchronized (OPEN) {
      holders--;
      if (holders == 0) {
        OPEN.remove(key);
        file.close();
      }
    }
  }

  /** Gives null when another process excludes this. */
  private static @Nullable LockedFile tryOpen(Disk disk, Path real, Access access)
      throws IOException {
    synchronized (OPEN) {
      Key key = new Key(disk, disk.identity(real));
      LockedFile open = OPEN.get(key);
      if (open != null && access == Access.READ && open.access == Access.READ) {
        open.holders++;
        return open;
      }
      if (open != null) {
        throw new StoreException.Locked(real + ": open in this program already");
      }
      DiskFile file = disk.open(real, access.opening());
      try {
        // Whoever had the lock may have put another file in its place.
        if (file.tryLock(access.sharing()) && disk.identity(real).equals(key.identity())) {
          LockedFile locked = new LockedFile(key, access, file);
          OPEN.put(key, locked);
          return locked;
        }
        file.close();
        return null;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the lock", e);
    }
  }

  private static String locked(Disk disk, Path real, Duration patience) {
    List<LockHolder> holders = disk.lockHolders(real);
    String waited = patience.isZero() ? "" : "; waited " + seconds(patience) + " s";
    String them = holders.size() > 1 ? "them" : "it";
    return "%s: %s%s; end %s or wait for %s, then try again"
        .formatted(real, held(holders), waited, them, them);
  }

  private static String held(List<LockHolder> holders) {
    if (holders.isEmpty()) {
      return "in use by another program";
    }
    boolean writes =
        holders.stream().anyMatch(holder -> holder.sharing() == DiskFile.Sharing.EXCLUSIVE);
    return "open for "
        + (writes ? "writing" : "reading")
        + (holders.size() == 1 ? " in process " : " in processes ")
        + holders.stream()
            .map(holder -> String.valueOf(holder.process()))
            .collect(Collectors.joining(", "));
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}
