package dev.kvsql.format;

import dev.kvsql.format.Anomaly.What;

/** Follows the freelist from trunk to trunk and claims its pages (section 1.5). */
final class FreelistWalk {
  private static final int TRUNK_HEADER_ENTRIES = 2;

  private final DatabaseHeader header;
  private final ByteSource file;
  private final PageClaims claims;

  FreelistWalk(DatabaseHeader header, ByteSource file, PageClaims claims) {
    this.header = header;
    this.file = file;
    this.claims = claims;
  }

  void walk() {
    byte[] page = new byte[header.pageSize()];
    long from = 1;
    long trunk = header.firstFreelistTrunk();
    while (trunk != 0 && claim(from, trunk, PageKind.FREELIST_TRUNK)) {
      file.read((trunk - 1) * header.pageSize(), page);
      ByteCursor cursor = ByteCursor.at(page, 0);
      long next = cursor.u32();
      claimLeaves(trunk, cursor);
      from = trunk;
      trunk = next;
    }
    long pages = claims.count(PageKind.FREELIST_TRUNK) + claims.count(PageKind.FREELIST_LEAF);
    if (pages != header.freelistPages()) {
      claims.note(1, What.FREELIST_COUNT_WRONG, pages);
    }
  }

  private void claimLeaves(long trunk, ByteCursor cursor) {
    long leaves = cursor.u32();
    if (leaves > header.usableSize() / Integer.BYTES - TRUNK_HEADER_ENTRIES) {
      claims.note(trunk, What.FREELIST_TRUNK_OVERFULL, leaves);
      return;
    }
    for (long i = 0; i < leaves; i++) {
      claim(trunk, cursor.u32(), PageKind.FREELIST_LEAF);
    }
  }

  private boolean claim(long from, long page, PageKind as) {
    return claims.claim(from, page, as, PointerMap.Pointer.FROM_FREELIST);
  }
}
