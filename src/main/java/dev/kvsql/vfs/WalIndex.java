package dev.kvsql.vfs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wal-index of a database in WAL mode: memory that its connections share, and the eight locks
 * on it (sqlite.org/walformat.html, "The WAL-Index File Format"). Other processes are kept out by
 * the store's file lock, so it is plain memory of this one, which is given back when the last
 * connection has left. The next one finds it empty, and SQLite fills it from the WAL.
 *
 * <p>Safe for several threads.
 */
final class WalIndex {
  /** {@code SQLITE_SHM_NLOCK}. */
  static final int LOCKS = 8;

  private static final long PAGE_ALIGNMENT = 4096;

  private final List<MemorySegment> regions = new ArrayList<>();
  private @Nullable Arena memory;
  private int users;

  /** How many connections share each lock. */
  private final int[] sharers = new int[LOCKS];

  /** Who has each lock alone. */
  private final @Nullable Use[] owners = new Use[LOCKS];

  /** A connection's part in it. */
  Use use() {
    return new Use();
  }

  private synchronized @Nullable MemorySegment map(int region, int bytes, boolean extend) {
    while (extend && regions.size() <= region) {
      Arena arena = memory;
      if (arena == null) {
        arena = Arena.ofShared();
        memory = arena;
      }
      regions.add(arena.allocate(bytes, PAGE_ALIGNMENT));
    }
    return region < regions.size() ? regions.get(region) : null;
  }

  private synchronized void leave() {
    users--;
    Arena arena = memory;
    if (users == 0 && arena != null) {
      regions.clear();
      memory = null;
      arena.close();
    }
  }

  private synchronized void join() {
    users++;
  }

  private boolean isFreeFor(Use use, int lock) {
    Use owner = owners[lock];
    return owner == null || owner == use;
  }

  /** One connection's part: what it maps and which locks it has. */
  final class Use implements SharedMemory {
    private boolean joined;
    private final boolean[] shares = new boolean[LOCKS];

    private Use() {}

    @Override
    public @Nullable MemorySegment map(int region, int bytes, boolean extend) {
      synchronized (WalIndex.this) {
        if (!joined) {
          join();
          joined = true;
        }
        return WalIndex.this.map(region, bytes, extend);
      }
    }

    @Override
    public boolean lock(int first, int count, Kind kind) {
      synchronized (WalIndex.this) {
        for (int lock = first; lock < first + count; lock++) {
          boolean sharedByOthers = sharers[lock] > (shares[lock] ? 1 : 0);
          if (!isFreeFor(this, lock) || (kind == Kind.EXCLUSIVE && sharedByOthers)) {
            return false;
          }
        }
        for (int lock = first; lock < first + count; lock++) {
          take(lock, kind);
        }
        return true;
      }
    }

    private void take(int lock, Kind kind) {
      switch (kind) {
        case EXCLUSIVE -> owners[lock] = this;
        case SHARED -> {
          if (!shares[lock]) {
            shares[lock] = true;
            sharers[lock]++;
          }
        }
      }
    }

    @Override
    public void unlock(int first, int count) {
      synchronized (WalIndex.this) {
        for (int lock = first; lock < first + count; lock++) {
          if (owners[lock] == this) {
            owners[lock] = null;
          }
          if (shares[lock]) {
            shares[lock] = false;
            sharers[lock]--;
          }
        }
      }
    }

    @Override
    public void unmap() {
      synchronized (WalIndex.this) {
        unlock(0, LOCKS);
        if (joined) {
          joined = false;
          leave();
        }
      }
    }
  }
}
