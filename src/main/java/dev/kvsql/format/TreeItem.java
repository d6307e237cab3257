package dev.kvsql.format;

import java.util.List;
import java.util.OptionalLong;

/** What a {@link TreeCursor} comes across in a b-tree, in the order of the tree. */
public sealed interface TreeItem {

  /**
   * A row, or an entry of an index, whose whole payload could be read and is a record.
   *
   * @param page 1-based number of the page with its cell
   * @param cell 0-based index of the cell
   * @param rowid nothing in an index b-tree, also that of a WITHOUT ROWID table
   * @param placement whether it stands where its rowid belongs
   * @param payload the record (section 2.1); not to be changed
   */
  record Row(long page, int cell, OptionalLong rowid, Placement placement, byte[] payload)
      implements TreeItem {

    /** The columns as stored: as many as the record has, in its order. */
    public List<Value> values() {
      return RecordFormat.values(payload);
    }
  }

  /**
   * A cell that is no readable row.
   *
   * @param page 1-based number of the page with the cell
   * @param cell 0-based index of the cell
   * @param why CELL_OUT_OF_BOUNDS, OVERFLOW_CHAIN_SHORT or RECORD_MALFORMED
   */
  record UnreadableRow(long page, int cell, Anomaly.What why) implements TreeItem {}

  /**
   * A page with which whatever lies below it is not to be reached.
   *
   * @param page 1-based: the page itself, or the one that should name it when that is unreadable
   * @param why what is wrong with it
   */
  record UnreadablePage(long page, Anomaly.What why) implements TreeItem {}

  /** Whether a row stands where it belongs. */
  enum Placement {
    /** Its rowid is within what the pages above say, or it has none. */
    IN_PLACE,
    /** Its rowid is not: it may be garbled, or the row another table's. */
    OUT_OF_PLACE
  }
}
