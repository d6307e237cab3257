package dev.kvsql.format;

/** Is told what a walk of all b-trees meets, tree by tree; free pages belong to none. */
public interface TreeListener {
  /** Does not listen. */
  TreeListener NONE =
      new TreeListener() {
        @Override
        public void tree(long root) {}

        @Override
        public void page(TreePage page) {}

        @Override
        public void overflow(long page, int unusedBytes) {}
      };

  /**
   * A tree begins: the pages that follow are its own, until the next begins.
   *
   * @param root what a row of sqlite_schema names as its root, 1 for sqlite_schema itself; a page
   *     or not, and another tree's or not: then no page follows
   */
  void tree(long root);

  /** A page of the tree, which is no other tree's, parents before children. */
  void page(TreePage page);

  /**
   * A page of an overflow chain of the tree.
   *
   * @param page 1-based
   * @param unusedBytes bytes after the end of the payload, without the reserved ones
   */
  void overflow(long page, int unusedBytes);

  /**
   * What a b-tree page says of itself.
   *
   * @param number 1-based
   * @param kind one of the four b-tree kinds; UNKNOWN when it is none, and then the rest is 0
   * @param depth pages from the root down to this one, both counted: 1 for the root
   * @param cells how many cells it counts
   * @param unusedBytes bytes that neither headers nor cells take, without the reserved ones
   */
  record TreePage(long number, PageKind kind, int depth, int cells, int unusedBytes) {}
}
