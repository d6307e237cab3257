package dev.kvsql.inspect;

import java.util.Comparator;

/**
 * What one b-tree takes of a database: that of a table, of an index, or of sqlite_schema.
 *
 * @param name of the table or index; empty when sqlite_schema cannot tell it
 * @param table the table that an index belongs to, otherwise the same as the name
 * @param root 1-based number of its root page, as sqlite_schema has it
 * @param entries rows of a table, entries of an index
 * @param leafPages pages at the ends of the tree, and pages of it that are no b-tree pages
 * @param interiorPages pages above them
 * @param overflowPages pages with what did not fit into the others
 * @param depth pages from the root down to the deepest leaf, both counted; 0 when no page is its
 * @param unusedBytes bytes of its pages that hold nothing
 * @param pageSize bytes in a page
 */
public record TableSpace(
    Kind kind,
    String name,
    String table,
    long root,
    long entries,
    long leafPages,
    long interiorPages,
    long overflowPages,
    int depth,
    long unusedBytes,
    int pageSize) {
  /** The largest first; of equals the one that comes first in the file. */
  static final Comparator<TableSpace> LARGEST_FIRST =
      Comparator.comparingLong(TableSpace::pages).reversed().thenComparingLong(TableSpace::root);

  /** What a b-tree is for. */
  public enum Kind {
    /** sqlite_schema, whose root is page 1. */
    SCHEMA,
    /** A table by rowid. */
    TABLE,
    /** A table in the form of an index. */
    WITHOUT_ROWID,
    /** An index that a statement made. */
    INDEX,
    /** An index that a table's constraint made. */
    AUTOINDEX,
    /** A row of sqlite_schema names its root, but the rest of the row cannot be read. */
    UNNAMED
  }

  /** All its pages. */
  public long pages() {
    return leafPages + interiorPages + overflowPages;
  }

  /** Bytes of all its pages. */
  public long bytes() {
    return pages() * pageSize;
  }

  /** How much of its pages is filled, 0 to 1; 0 when it has none. */
  public double fill() {
    return bytes() == 0 ? 0 : 1 - (double) unusedBytes / bytes();
  }
}
