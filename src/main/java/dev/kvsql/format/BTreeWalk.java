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
  private final TreeListener listener;
  private final byte[] bytes;
  private final byte[] nextOverflow = new byte[Integer.BYTES];

  /** Page numbers, each under its depth. */
  private final PageNumbers pending = new PageNumbers();

  BTreeWalk(DatabaseHeader header, ByteSource file, PageClaims claims, TreeListener listener) {
    this.header = header;
    this.file = file;
    this.claims = claims;
    this.listener = listener;
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
    listener.tree(root);
    push(from, root, PointerMap.Pointer.FROM_SCHEMA, 1);
    while (!pending.isEmpty()) {
      int depth = (int) pending.pop();
      long number = pending.pop();
      file.read((number - 1) * header.pageSize(), bytes);
      BTreePage page = new BTreePage(number, bytes, header.usableSize());
      if (!family.allows(page.kind())) {
        claims.note(number, What.BAD_PAGE_TYPE, page.type());
        listener.page(new TreeListener.TreePage(number, PageKind.UNKNOWN, depth, 0, 0));
        continue;
      }
      family = TreeFamily.of(page.kind());
      claims.settle(number, page.kind());
      listener.page(
          new TreeListener.TreePage(
              number, page.kind(), depth, page.cellCount(), page.unusedBytes()));
      if (page.cellPointersFit()) {
        visitCells(number, page, depth, rows);
      } else {
        claims.note(number, What.TOO_MANY_CELLS, page.cellCount());
      }
    }
  }

  private void visitCells(long number, BTreePage page, int depth, LeafCells rows) {
    for (int i = 0; i < page.cellCount(); i++) {
      Cell cell = page.cell(i).orElse(null);
      if (cell == null) {
        claims.note(number, What.CELL_OUT_OF_BOUNDS, i);
        continue;
      }
      if (page.kind().interior()) {
        push(number, cell.leftChild(), PointerMap.Pointer.FROM_INTERIOR, depth + 1);
      }
      boolean chainWhole = !cell.spills() || claimOverflow(number, cell);
      if (page.kind() == PageKind.TABLE_LEAF) {
        rows.cell(number, bytes, i, cell, chainWhole);
      }
    }
    if (page.kind().interior()) {
      push(number, page.rightChild(), PointerMap.Pointer.FROM_INTERIOR, depth + 1);
    }
  }

  /** Claims a b-tree page before it is read: its kind is known only then. */
  private void push(long from, long page, PointerMap.Pointer pointer, int depth) {
    if (claims.claim(from, page, PageKind.UNKNOWN, pointer)) {
      pending.push(page);
      pending.push(depth);
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
      listener.overflow(from, (int) Math.max(0, -missing));
    }
    if (next != 0) {
      claims.note(from, What.OVERFLOW_CHAIN_LONG, next);
    }
    return true;
  }
}
