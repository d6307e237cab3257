package dev.kvsql.vfs;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lock on one database file between the connections of this process, by the rules of
 * sqlite.org/lockingv3.html: many may be SHARED; one of them may be RESERVED; PENDING lets nobody
 * new in; EXCLUSIVE needs everybody else out. Other processes are kept out by the store's file
 * lock.
 */
final class FileLocks {
  private final Map<Object, LockLevel> levels = new HashMap<>();

  /** The one that is RESERVED or more. */
  private @Nullable Object writer;

  /** Raises the holder's lock; false when others are in the way. */
  synchronized boolean lock(Object holder, LockLevel wanted) {
    if (level(holder).compareTo(wanted) >= 0) {
      return true;
    }
    return switch (wanted) {
      case NONE -> true;
      case SHARED -> share(holder);
      case RESERVED -> reserve(holder, LockLevel.RESERVED);
      case PENDING -> reserve(holder, LockLevel.PENDING);
      case EXCLUSIVE -> exclude(holder);
    };
  }

  /** Lowers the holder's lock to SHARED or NONE. */
  synchronized void unlock(Object holder, LockLevel wanted) {
    if (level(holder).compareTo(wanted) <= 0) {
      return;
    }
    if (holder.equals(writer)) {
      writer = null;
    }
    if (wanted == LockLevel.NONE) {
      levels.remove(holder);
    } else {
      levels.put(holder, wanted);
    }
  }

  synchronized LockLevel level(Object holder) {
    return levels.getOrDefault(holder, LockLevel.NONE);
  }

  /** Whether anybody is RESERVED or more. */
  synchronized boolean isReserved() {
    return writer != null;
  }

  /** Whether somebody else is RESERVED or more. */
  synchronized boolean isReservedByAnother(Object holder) {
    return writer != null && !holder.equals(writer);
  }

  private boolean share(Object holder) {
    Object other = writer;
    if (other != null && level(other).compareTo(LockLevel.PENDING) >= 0) {
      return false;
    }
    levels.put(holder, LockLevel.SHARED);
    return true;
  }

  private boolean reserve(Object holder, LockLevel wanted) {
    if (isReservedByAnother(holder)) {
      return false;
    }
    writer = holder;
    levels.put(holder, wanted);
    return true;
  }

  /**
   * Who is RESERVED and finds others in the way is PENDING from then on, so that they are soon
   * gone; who is only SHARED, to roll back or to leave WAL mode to itself, stays so, as SQLite does
   * not give that back.
   */
  private boolean exclude(Object holder) {
    if (isReservedByAnother(holder)) {
      return false;
    }
    if (levels.size() > 1) {
      if (holder.equals(writer)) {
        levels.put(holder, LockLevel.PENDING);
      }
      return false;
    }
    writer = holder;
    levels.put(holder, LockLevel.EXCLUSIVE);
    return true;
  }
}
