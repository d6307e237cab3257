package dev.kvsql.chunk.salvage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds index values by recid, whatever state the file is in. */
final class IndexTable {
  /** Recids below are the store's own: catalog, class information, and spare ones. */
  static final long FIRST_FREE_RECID = 9;

  static final int PAGE_BYTES = 1 << 20;

  /** Index of the first recid's value in the file, in bytes. */
  private static final int ZERO_PAGE_VALUES = 32_880;

  private static final int ZERO_PAGE_LINK = 32_864;
  private static final int PAGE_LINK = 8;
  private static final int PAGE_VALUES = 16;
  private static final int RECIDS_IN_ZERO_PAGE = (PAGE_BYTES - ZERO_PAGE_VALUES) / Long.BYTES;
  private static final int RECIDS_IN_PAGE = (PAGE_BYTES - PAGE_VALUES) / Long.BYTES;
  private static final int INDEX_TAIL = 32;

  /** Index pages that hold more recids than a bit set can. */
  private static final int MAX_PAGES = Integer.MAX_VALUE / RECIDS_IN_PAGE;

  private static final int BLOCK_BYTES = 4096;

  private final StoreImage image;
  private final List<Long> pages = new ArrayList<>();
  private final Set<Long> pageSet = new HashSet<>();
  private final byte[] block = new byte[BLOCK_BYTES];
  private long blockOffset = -1;

  IndexTable(StoreImage image) {
    this.image = image;
  }

  /** Reads the chain of index pages. Reports a link that leads nowhere, and how it went on. */
  void load(LossLog losses) {
    add(0);
    follow();
    long last = pages.getLast();
    long link = linkOffset(last);
    if (!isEnd(word(link))) {
      long recids = maxRecid();
      losses.add(adoptStrays() ? new Loss.IndexLink(link) : new Loss.IndexChain(link, recids));
    }
  }

  /** The highest recid that has a place in the index. */
  long maxRecid() {
    long last = pages.getLast();
    long before = firstRecid(pages.size() - 1) - 1;
    long room = (image.lengthBytes() - valuesOffset(last)) / Long.BYTES;
    int recids = last == 0 ? RECIDS_IN_ZERO_PAGE : RECIDS_IN_PAGE;
    return before + Math.clamp(room, 0, recids);
  }

  /** Where the index value of a recid lies, in bytes; {@link Damage#NOWHERE} without one. */
  long offsetOf(long recid) {
    if (recid < 1 || recid > maxRecid()) {
      return Damage.NOWHERE;
    }
    if (recid <= RECIDS_IN_ZERO_PAGE) {
      return ZERO_PAGE_VALUES + (recid - 1) * Long.BYTES;
    }
    long within = recid - 1 - RECIDS_IN_ZERO_PAGE;
    long page = pages.get(1 + (int) (within / RECIDS_IN_PAGE));
    return page + PAGE_VALUES + within % RECIDS_IN_PAGE * Long.BYTES;
  }

  /** The index value at an offset from {@link #offsetOf}. */
  IndexValue valueAt(long offset) {
    return new IndexValue(word(offset));
  }

  /** Whether a page of the file belongs to the index, so that no record can lie in it. */
  boolean isIndexPage(long page) {
    return pageSet.contains(page);
  }

  private static long firstRecid(int page) {
    return page == 0 ? 1 : 1 + RECIDS_IN_ZERO_PAGE + (page - 1L) * RECIDS_IN_PAGE;
  }

  private static long valuesOffset(long page) {
    return page == 0 ? ZERO_PAGE_VALUES : page + PAGE_VALUES;
  }

  private static long linkOffset(long page) {
    return page == 0 ? ZERO_PAGE_LINK : page + PAGE_LINK;
  }

  private static boolean isEnd(long link) {
    return Parity.isSixteenBit(link) && link >>> Short.SIZE == 0;
  }

  private void add(long page) {
    pages.add(page);
    pageSet.add(page);
  }

  private void follow() {
    long next = nextOf(pages.getLast());
    while (next != 0 && pages.size() < MAX_PAGES) {
      add(next);
      next = nextOf(next);
    }
  }

  /** The page that a page links to; 0 for none, or one that cannot be. */
  private long nextOf(long page) {
    long link = word(linkOffset(page));
    long next = link & ~0xffffL;
    boolean sound = Parity.isSixteenBit(link) && next > 0 && next % PAGE_BYTES == 0;
    return sound && next < image.lengthBytes() && !pageSet.contains(next) ? next : 0;
  }

  /**
   * Goes on behind a broken link with the index pages that nothing links to. Recids follow from the
   * order of the pages, so this is done only if their number is exactly what the header says.
   *
   * @return whether it is
   */
  private boolean adoptStrays() {
    long tail = word(INDEX_TAIL);
    if (tail == 0 || !Parity.isThreeBit(tail)) {
      return false;
    }
    long lastRecid = tail >>> 3;
    List<Long> strays = new ArrayList<>();
    for (long page = pages.getLast() + PAGE_BYTES;
        page < image.lengthBytes() && strays.size() <= MAX_PAGES;
        page += PAGE_BYTES) {
      if (looksLikeIndex(page)) {
        strays.add(page);
      }
    }
    int expected = 1 + Math.toIntExact(Math.min(MAX_PAGES, pagesAfterFirst(lastRecid)));
    if (pages.size() + strays.size() != expected) {
      return false;
    }
    strays.forEach(this::add);
    return true;
  }

  private static long pagesAfterFirst(long recid) {
    return Math.ceilDiv(Math.max(0, recid - RECIDS_IN_ZERO_PAGE), RECIDS_IN_PAGE);
  }

  /** Whether a page begins as index pages do, with a link that holds and sound values. */
  private boolean looksLikeIndex(long page) {
    long link = word(page + PAGE_LINK);
    if (word(page) != 0 || !Parity.isSixteenBit(link) || (link & ~0xffffL) % PAGE_BYTES != 0) {
      return false;
    }
    for (int at = PAGE_VALUES; at < BLOCK_BYTES; at += Long.BYTES) {
      long value = word(page + at);
      if (value != 0 && !new IndexValue(value).isSound()) {
        return false;
      }
    }
    return true;
  }

  private long word(long offset) {
    long start = offset - offset % BLOCK_BYTES;
    if (start != blockOffset) {
      image.read(start, block, 0, BLOCK_BYTES);
      blockOffset = start;
    }
    return Bytes.longAt(block, (int) (offset - start));
  }
}
