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

  private static final int POINTER_MAP_ENTRY_BYTES = 5;

  private final boolean autoVacuum;
  private final long lockBytePage;
  private final long pagesPerPointerMap;
  private final long pageCount;
  private final PageKinds kinds;
  private final Map<PageKind, Long> counts = new EnumMap<>(PageKind.class);
  private final List<Anomaly> anomalies = new ArrayList<>();
  private long anomalyCount;

  PageClaims(DatabaseHeader header, long fileSizeBytes) {
    autoVacuum = header.autoVacuum();
    lockBytePage = header.lockBytePage();
    pagesPerPointerMap = header.usableSize() / POINTER_MAP_ENTRY_BYTES + 1L;
    long held = Math.ceilDiv(Math.max(0, fileSizeBytes), header.pageSize());
    pageCount = Math.min(Math.min(header.effectivePageCount(fileSizeBytes), held), MAX_PAGE_COUNT);
    kinds = new PageKinds(pageCount);
  }

  long pageCount() {
    return pageCount;
  }

  /**
   * Takes a page that nothing else has, or notes why not.
   *
   * @param from page that holds the pointer
   * @param page the page pointed to, any number
   * @return whether the page was taken and may be read
   */
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
    return isPointerMap(page) ? PageKind.POINTER_MAP : kinds.get(page);
  }

  long count(PageKind kind) {
    return switch (kind) {
      case LOCK_BYTE -> exists(lockBytePage) ? 1 : 0;
      case POINTER_MAP -> pointerMapCount();
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

  private void set(long page, PageKind kind) {
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
   * Section 1.8: the first pointer map is page 2, and each is followed by as many pages as it has
   * entries. One that would fall on the lock-byte page comes a page later.
   */
  private boolean isPointerMap(long page) {
    if (!autoVacuum || page < 2) {
      return false;
    }
    long map = page - (page - 2) % pagesPerPointerMap;
    return page == (map == lockBytePage ? map + 1 : map);
  }

  private long pointerMapCount() {
    if (!autoVacuum || pageCount < 2) {
      return 0;
    }
    long maps = (pageCount - 2) / pagesPerPointerMap + 1;
    boolean lastFallsOnLockByte =
        pageCount == lockBytePage && (pageCount - 2) % pagesPerPointerMap == 0;
    return lastFallsOnLockByte ? maps - 1 : maps;
  }
}
