package dev.kvsql.format;

import dev.kvsql.format.Anomaly.What;

/** Walks b-trees from their roots, without recursion, and claims their pages and overflow pages. */
final class BTreeWalk {

  /** Sees the cells of table leaves. */
  @FunctionalInterface
  interface LeafCells {

    /**
     * Takes one cell.
     *
     * @param page page number of the leaf
     * @param bytes the leaf's bytes, good during the call
     * @param index the cell's 0-based index
     * @param chainWhole whether the overflow chain is as long as the payload needs, or not needed
     */
    void cell(long page, byte[] bytes, int index, Cell cell, boolean chainWhole);
  }

  private final DatabaseHeader header;
  private final ByteSource file;
  private final PageClaims claims;
  private final byte[] bytes;
  private final byte[] nextOverflow = new byte[Integer.BYTES];
  private final PageNumbers pending = new PageNumbers();

  BTreeWalk(DatabaseHeader header, ByteSource file, PageClaims claims) {
    this.header = header;
    this.file = file;
    this.claims = claims;
    this.bytes = new byte[header.pageSize()];
  }

  /** Walks sqlite_schema, a table whose root is page 1. */
  void walkSchema(LeafCells rows) {
    walk(1, 1, TreeFamily.TABLE, rows);
  }

  /**
   * Walks a tree.
   *
   * @param from page of the schema row that names the root
   */
  void walk(long from, long root) {
    walk(from, root, TreeFamily.EITHER, (page, leaf, index, cell, chainWhole) -> {});
  }

  private void walk(long from, long root, TreeFamily atRoot, LeafCells rows) {
    TreeFamily family = atRoot;
    push(from, root, PointerMap.Pointer.FROM_SCHEMA);
    while (!pending.isEmpty()) {
      long number = pending.pop();
      file.read((number - 1) * header.pageSize(), bytes);
      BTreePage page = new BTreePage(number, bytes, header.usableSize());
      if (!family.allows(page.kind())) {
        claims.note(number, What.BAD_PAGE_TYPE, page.type());
        continue;
      }
      family = TreeFamily.of(page.kind());
      claims.settle(number, page.kind());
      if (page.cellPointersFit()) {
        visitCells(number, page, rows);
      } else {
        claims.note(number, What.TOO_MANY_CELLS, page.cellCount());
      }
    }
  }

  private void visitCells(long number, BTreePage page, LeafCells rows) {
    for (int i = 0; i < page.cellCount(); i++) {
      Cell cell = page.cell(i).orElse(null);
      if (cell == null) {
        claims.note(number, What.CELL_OUT_OF_BOUNDS, i);
        continue;
      }
      if (page.kind().interior()) {
        push(number, cell.leftChild(), PointerMap.Pointer.FROM_INTERIOR);
      }
      boolean chainWhole = !cell.spills() || claimOverflow(number, cell);
      if (page.kind() == PageKind.TABLE_LEAF) {
        rows.cell(number, bytes, i, cell, chainWhole);
      }
    }
    if (page.kind().interior()) {
      push(number, page.rightChild(), PointerMap.Pointer.FROM_INTERIOR);
    }
  }

  /** Claims a b-tree page before it is read: its kind is known only then. */
  private void push(long from, long page, PointerMap.Pointer pointer) {
    if (claims.claim(from, page, PageKind.UNKNOWN, pointer)) {
      pending.push(page);
    }
  }

  /**
   * Claims the pages of an overflow chain (section 1.7): the next page's number, then payload.
   *
   * @return whether there are as many as the payload needs
   */
  private boolean claimOverflow(long owner, Cell cell) {
    long from = owner;
    long next = cell.firstOverflow();
    long missing = cell.spilledBytes();
    PointerMap.Pointer pointer = PointerMap.Pointer.FROM_CELL;
    while (missing > 0) {
      if (next == 0) {
        claims.note(from, What.OVERFLOW_CHAIN_SHORT, missing);
        return false;
      }
      if (!claims.claim(from, next, PageKind.OVERFLOW, pointer)) {
        return false;
      }
      file.read((next - 1) * header.pageSize(), nextOverflow);
      from = next;
      pointer = PointerMap.Pointer.FROM_OVERFLOW;
      next = ByteCursor.at(nextOverflow, 0).u32();
      missing -= header.usableSize() - Integer.BYTES;
    }
    if (next != 0) {
      claims.note(from, What.OVERFLOW_CHAIN_LONG, next);
    }
    return true;
  }
}
