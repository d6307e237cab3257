package dev.kvsql.format;

/**
 * The pointer map of a database with auto-vacuum (section 1.8): for each page what kind of pointer
 * leads to it, and from where. Without auto-vacuum there are no such pages, and nothing disagrees.
 *
 * <p>The first pointer map is page 2, and each is followed by as many pages as it has entries. One
 * that would fall on the lock-byte page comes a page later.
 */
final class PointerMap {
  private static final int ENTRY_BYTES = 5;

  /** What leads to a page. */
  enum Pointer {
    /** A row of sqlite_schema: the page is a root. */
    FROM_SCHEMA(1),
    FROM_FREELIST(2),
    /** A cell: the page is the first of an overflow chain. */
    FROM_CELL(3),
    FROM_OVERFLOW(4),
    FROM_INTERIOR(5);

    private final int type;

    Pointer(int type) {
      this.type = type;
    }

    /** Its number in the pointer map. */
    int type() {
      return type;
    }

    /** The page that the map names; roots and free pages have none. */
    long parent(long from) {
      return switch (this) {
        case FROM_SCHEMA, FROM_FREELIST -> 0;
        case FROM_CELL, FROM_OVERFLOW, FROM_INTERIOR -> from;
      };
    }
  }

  private final DatabaseHeader header;
  private final ByteSource file;
  private final long pagesPerMap;
  private final byte[] entry = new byte[ENTRY_BYTES];

  PointerMap(DatabaseHeader header, ByteSource file) {
    this.header = header;
    this.file = file;
    pagesPerMap = header.usableSize() / ENTRY_BYTES + 1L;
  }

  /** Whether a page is a part of the map. */
  boolean has(long page) {
    return header.autoVacuum() && page >= 2 && page == mapOf(page);
  }

  /** The first page after {@code page} that may be a part of the map. */
  long nextAfter(long page) {
    return header.autoVacuum()
        ? page + pagesPerMap - (page + pagesPerMap - 2) % pagesPerMap
        : Long.MAX_VALUE;
  }

  /** The pages of the map in a database of so many pages. */
  long pages(long pageCount) {
    if (!header.autoVacuum() || pageCount < 2) {
      return 0;
    }
    long maps = (pageCount - 2) / pagesPerMap + 1;
    boolean lastFallsOnLockByte =
        pageCount == header.lockBytePage() && (pageCount - 2) % pagesPerMap == 0;
    return lastFallsOnLockByte ? maps - 1 : maps;
  }

  /** Notes with {@code claims} in what the entry of a page is not what it should be. */
  void compare(long page, Pointer pointer, long from, PageClaims claims) {
    // Page 1 has no entry: nothing can move it.
    if (!header.autoVacuum() || page < 2) {
      return;
    }
    long map = mapOf(page);
    file.read((map - 1) * header.pageSize() + ENTRY_BYTES * (page - map - 1), entry);
    int type = entry[0] & 0xff;
    long parent = ByteCursor.at(entry, 1).u32();
    if (type != pointer.type()) {
      claims.note(page, Anomaly.What.POINTER_MAP_TYPE, type);
    } else if (parent != pointer.parent(from)) {
      claims.note(page, Anomaly.What.POINTER_MAP_PARENT, parent);
    }
  }

  private long mapOf(long page) {
    long map = page - (page - 2) % pagesPerMap;
    return map == header.lockBytePage() ? map + 1 : map;
  }
}
