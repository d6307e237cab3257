package dev.kvsql.format;

import java.util.Optional;

/**
 * A page that a cursor is in: between children and cells of an interior page it goes left to right,
 * as child 0, cell 0, child 1, and so on to the right-most child.
 */
final class TreeFrame {

  /**
   * The rowids that may appear in a page.
   *
   * @param low inclusive
   * @param high inclusive; below {@code low} for none
   */
  record Rowids(long low, long high) {
    static final Rowids ANY = new Rowids(Long.MIN_VALUE, Long.MAX_VALUE);

    boolean contain(long rowid) {
      return rowid >= low && rowid <= high;
    }
  }

  private final long number;
  private final byte[] bytes;
  private final BTreePage page;
  private final Rowids rowids;
  private int position;

  TreeFrame(long number, byte[] bytes, BTreePage page, Rowids rowids) {
    this.number = number;
    this.bytes = bytes;
    this.page = page;
    this.rowids = rowids;
  }

  long number() {
    return number;
  }

  byte[] bytes() {
    return bytes;
  }

  PageKind kind() {
    return page.kind();
  }

  Rowids rowids() {
    return rowids;
  }

  /** Goes one position on; nothing when there are no more. */
  Optional<Step> step() {
    int cells = page.cellCount();
    int at = position++;
    if (!page.kind().interior()) {
      return at < cells ? Optional.of(new Step.ToCell(at)) : Optional.empty();
    }
    if (at > 2 * cells) {
      return Optional.empty();
    }
    return Optional.of(at % 2 == 0 ? new Step.ToChild(at / 2) : new Step.ToCell(at / 2));
  }

  /** Where a cursor goes within a page. */
  sealed interface Step {
    record ToCell(int cell) implements Step {}

    record ToChild(int child) implements Step {}
  }

  Optional<Cell> cell(int index) {
    return page.cell(index);
  }

  /** The page number of a child; nothing when its cell cannot be read. */
  Optional<Long> child(int index) {
    return index == page.cellCount()
        ? Optional.of(page.rightChild())
        : cell(index).map(Cell::leftChild);
  }

  /** What its neighbours in this page, and the pages above, leave for a child. */
  Rowids rowidsOf(int child) {
    if (!kind().table()) {
      return Rowids.ANY;
    }
    long low = child == 0 ? rowids.low : cell(child - 1).map(this::lowAfter).orElse(rowids.low);
    long high =
        child == page.cellCount()
            ? rowids.high
            : cell(child).map(cell -> Math.min(rowids.high, cell.rowid())).orElse(rowids.high);
    return new Rowids(low, high);
  }

  private long lowAfter(Cell cell) {
    return cell.rowid() == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(rowids.low, cell.rowid() + 1);
  }

  /** Whether at least half of the keys are where they belong: the page is this tree's. */
  static boolean isAtHome(BTreePage page, Rowids rowids) {
    if (!page.kind().table() || rowids.equals(Rowids.ANY)) {
      return true;
    }
    int keys = 0;
    int home = 0;
    for (int i = 0; i < page.cellCount(); i++) {
      Optional<Cell> cell = page.cell(i);
      keys += cell.isPresent() ? 1 : 0;
      home += cell.isPresent() && rowids.contain(cell.get().rowid()) ? 1 : 0;
    }
    return 2 * home >= keys;
  }
}
