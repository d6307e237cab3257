package dev.kvsql.format;

/**
 * One contradiction met while walking the pages of a database.
 *
 * @param page 1-based number of the page that holds the contradicting bytes
 * @param what the contradiction
 * @param found the number found there; {@link What} says which
 */
public record Anomaly(long page, What what, long found) {

  /** The kinds of contradictions. */
  public enum What {
    /** A pointer to a page that the file does not have; found: that page number. */
    OUT_OF_RANGE_POINTER,
    /** A pointer to a page that something else has already; found: that page number. */
    CLAIMED_TWICE,
    /** A pointer to a pointer-map page or the lock-byte page; found: that page number. */
    RESERVED_PAGE_CLAIMED,
    /** No b-tree page, or one of the wrong kind of tree; found: the type byte. */
    BAD_PAGE_TYPE,
    /** More cells than the page has room for; found: their number. */
    TOO_MANY_CELLS,
    /** A cell that begins or ends outside the cell area; found: its 0-based index. */
    CELL_OUT_OF_BOUNDS,
    /** An overflow chain ends before its payload does; found: the payload bytes missing. */
    OVERFLOW_CHAIN_SHORT,
    /** An overflow chain goes on after its payload ended; found: the next page number. */
    OVERFLOW_CHAIN_LONG,
    /** A freelist trunk lists more leaves than the page has room for; found: their number. */
    FREELIST_TRUNK_OVERFULL,
    /** The freelist and the header's count of it differ; found: the pages on the freelist. */
    FREELIST_COUNT_WRONG,
    /** A row of sqlite_schema without a readable root page; found: its cell's 0-based index. */
    SCHEMA_ROW_MALFORMED,
    /** The pointer map says that the page is of another type; found: the type there. */
    POINTER_MAP_TYPE,
    /** The pointer map says that another page points to the page; found: that page's number. */
    POINTER_MAP_PARENT,
    /** A payload that is no record (section 2.1); found: the cell's 0-based index. */
    RECORD_MALFORMED,
    /** Rowids that the page above does not send here; found: the page with them. */
    ROWID_OUT_OF_RANGE,
    /** Deeper than SQLite follows a b-tree; found: the page that is too deep. */
    TREE_TOO_DEEP
  }
}
