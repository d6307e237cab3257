package dev.kvsql.format;

/** What a page of a database is used for (section 1.2). */
public enum PageKind {
  /** Leaf of a table b-tree: rows. */
  TABLE_LEAF,
  /** Interior page of a table b-tree: rowids and children. */
  TABLE_INTERIOR,
  /** Leaf of an index b-tree: entries of an index or rows of a WITHOUT ROWID table. */
  INDEX_LEAF,
  /** Interior page of an index b-tree: entries and children. */
  INDEX_INTERIOR,
  /** Part of a payload that did not fit into its b-tree page. */
  OVERFLOW,
  /** Freelist page whose bytes list other free pages. */
  FREELIST_TRUNK,
  /** Free page whose bytes mean nothing. */
  FREELIST_LEAF,
  /** Says for other pages who points to them; only with auto-vacuum. */
  POINTER_MAP,
  /** The page at 1 GiB that SQLite locks and never uses. */
  LOCK_BYTE,
  /** Something points to the page, but its bytes do not say what it is; taken to be in use. */
  UNKNOWN,
  /** Nothing that was read points to the page. */
  UNREACHED;

  /** Whether the page is one of a b-tree and has children. */
  boolean interior() {
    return this == TABLE_INTERIOR || this == INDEX_INTERIOR;
  }

  /** Whether the page is one of a table b-tree. */
  boolean table() {
    return this == TABLE_LEAF || this == TABLE_INTERIOR;
  }

  /** Whether the page is one of an index b-tree. */
  boolean index() {
    return this == INDEX_LEAF || this == INDEX_INTERIOR;
  }

  /** Whether the page is on the freelist. */
  boolean free() {
    return this == FREELIST_TRUNK || this == FREELIST_LEAF;
  }
}
