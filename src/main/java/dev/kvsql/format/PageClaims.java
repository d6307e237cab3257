package dev.kvsql.format;

import dev.kvsql.format.Anomaly.What;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Who claimed which page, and what went wrong meanwhile.
 *
 * <p>Pointer-map pages and the lock-byte page follow from the header alone and are never stored.
 */
final class PageClaims {
  /** SQLite's largest number of pages (section 1.3.2). */
  private static final long MAX_PAGE_COUNT = 0xfffffffeL;

  private final PointerMap pointerMap;
  private final long lockBytePage;
  private final long pageCount;
  private final PageKinds kinds;
  private final Map<PageKind, Long> counts = new EnumMap<>(PageKind.class);
  private final List<Anomaly> anomalies = new ArrayList<>();
  private long anomalyCount;
  private long lastClaimed;

  PageClaims(DatabaseHeader header, ByteSource file) {
    this(Math.min(header.effectivePageCount(file.sizeBytes()), held(header, file)), header, file);
  }

  private PageClaims(long pageCount, DatabaseHeader header, ByteSource file) {
    pointerMap = new PointerMap(header, file);
    lockBytePage = header.lockBytePage();
    this.pageCount = Math.min(pageCount, MAX_PAGE_COUNT);
    kinds = new PageKinds(this.pageCount);
  }

  /** Claims to any page that the file holds, whatever the header counts. */
  static PageClaims ofWholeFile(DatabaseHeader header, ByteSource file) {
    return new PageClaims(held(header, file), header, file);
  }

  /** Pages in the file, a last one that is there in part included. */
  private static long held(DatabaseHeader header, ByteSource file) {
    return Math.ceilDiv(Math.max(0, file.sizeBytes()), header.pageSize());
  }

  long pageCount() {
    return pageCount;
  }

  /**
   * Takes a page that nothing else has, or notes why not.
   *
   * @param from page that holds the pointer
   * @param page the page pointed to, any number
   * @param pointer what kind of pointer that is; the pointer map has to know it
   * @return whether the page was taken and may be read
   */
  boolean claim(long from, long page, PageKind as, PointerMap.Pointer pointer) {
    boolean taken = claim(from, page, as);
    if (taken) {
      pointerMap.compare(page, pointer, from, this);
    }
    return taken;
  }

  /** The same, whatever the pointer map says. */
  boolean claim(long from, long page, PageKind as) {
    if (!exists(page)) {
      note(from, What.OUT_OF_RANGE_POINTER, page);
      return false;
    }
    return switch (kindOf(page)) {
      case UNREACHED -> {
        set(page, as);
        yield true;
      }
      case LOCK_BYTE, POINTER_MAP -> {
        note(from, What.RESERVED_PAGE_CLAIMED, page);
        yield false;
      }
      case FREELIST_LEAF -> {
        note(from, What.CLAIMED_TWICE, page);
        if (!as.free()) {
          settle(page, PageKind.UNKNOWN); // free or not: its bytes may matter
        }
        yield false;
      }
      case TABLE_LEAF,
          TABLE_INTERIOR,
          INDEX_LEAF,
          INDEX_INTERIOR,
          OVERFLOW,
          FREELIST_TRUNK,
          UNKNOWN -> {
        note(from, What.CLAIMED_TWICE, page);
        yield false;
      }
    };
  }

  /** Replaces the kind of a page that was claimed before. */
  void settle(long page, PageKind kind) {
    counts.merge(kindOf(page), -1L, Long::sum);
    set(page, kind);
  }

  void note(long page, What what, long found) {
    anomalyCount++;
    if (anomalies.size() < PageCensus.MAX_ANOMALIES) {
      anomalies.add(new Anomaly(page, what, found));
    }
  }

  PageKind kindOf(long page) {
    if (!exists(page)) {
      return PageKind.UNREACHED;
    }
    if (page == lockBytePage) {
      return PageKind.LOCK_BYTE;
    }
    return pointerMap.has(page) ? PageKind.POINTER_MAP : kinds.get(page);
  }

  long count(PageKind kind) {
    return switch (kind) {
      case LOCK_BYTE -> exists(lockBytePage) ? 1 : 0;
      case POINTER_MAP -> pointerMap.pages(pageCount);
      case UNREACHED -> pageCount - reachedCount();
      case TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR -> stored(kind);
      case OVERFLOW, FREELIST_TRUNK, FREELIST_LEAF, UNKNOWN -> stored(kind);
    };
  }

  List<Anomaly> anomalies() {
    return Collections.unmodifiableList(anomalies);
  }

  long anomalyCount() {
    return anomalyCount;
  }

  /** The largest page that was claimed. */
  long lastClaimed() {
    return lastClaimed;
  }

  private void set(long page, PageKind kind) {
    lastClaimed = Math.max(lastClaimed, page);
    kinds.set(page, kind);
    counts.merge(kind, 1L, Long::sum);
  }

  private boolean exists(long page) {
    return page >= 1 && page <= pageCount;
  }

  private long stored(PageKind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  private long reachedCount() {
    long claimed = counts.values().stream().mapToLong(Long::longValue).sum();
    return claimed + count(PageKind.LOCK_BYTE) + count(PageKind.POINTER_MAP);
  }

  /**
   * The first page from {@code page} on that nothing claimed, or one more than the page count. Page
   * counts are what a header says, so stretches without any claim are passed over as a whole.
   */
  long nextUnreached(long page) {
    long next = page;
    while (next <= pageCount && kindOf(next) != PageKind.UNREACHED) {
      next++;
    }
    return next;
  }

  /**
   * The first page after an unreached one that something claimed, or one more than the page count.
   * Pages that are never claimed, as the lock-byte page, do not count.
   */
  long endOfUnreached(long page) {
    long next = page;
    while (next <= pageCount && kinds.get(next) == PageKind.UNREACHED) {
      next = kinds.isUntouched(next) ? kinds.endOfBlock(next) : next + 1;
    }
    return Math.min(next, pageCount + 1);
  }

  /** The first page after {@code page}, which exists, that may be of another kind. */
  long nextKind(long page) {
    if (kindOf(page) != PageKind.UNREACHED || !kinds.isUntouched(page)) {
      return page + 1;
    }
    long end = Math.min(kinds.endOfBlock(page), pointerMap.nextAfter(page));
    return page < lockBytePage ? Math.min(end, lockBytePage) : end;
  }

  /** How many of the pages up to {@code end}, exclusive, are no pointer maps or lock-byte page. */
  long unreachedBetween(long page, long end) {
    boolean lockByte = page <= lockBytePage && lockBytePage < end;
    long maps = pointerMap.pages(end - 1) - pointerMap.pages(page - 1);
    return end - page - maps - (lockByte ? 1 : 0);
  }
}
