package dev.kvsql.format;

import dev.kvsql.format.Anomaly.What;
import dev.kvsql.format.TreeFrame.Rowids;
import dev.kvsql.format.TreeItem.Placement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Goes through a b-tree in order and gives every row that can be read, and every place where rows
 * are lost. Visits no page that a tree had before, and goes no deeper than SQLite does; holds one
 * page a level, and one row.
 */
public final class TreeCursor {
  /** Section 1.6 sets no limit; SQLite takes a tree that is deeper for corrupt. */
  private static final int MAX_DEPTH = 20;

  /** Whether the rows are wanted, or just that their pages are marked as a tree's. */
  enum Rows {
    READ,
    SKIP
  }

  private final TreePages pages;
  private final Rows rows;
  private final Deque<TreeFrame> frames = new ArrayDeque<>();
  private final byte[][] buffers = new byte[MAX_DEPTH][0];
  private TreeFamily family;
  private long root;

  TreeCursor(TreePages pages, long root, TreeFamily family, Rows rows) {
    this.pages = pages;
    this.root = root;
    this.family = family;
    this.rows = rows;
  }

  /** The next row or loss; nothing at the end. */
  public Optional<TreeItem> next() {
    if (root != 0) {
      long start = root;
      root = 0;
      Optional<TreeItem> problem = enter(start, start, Rowids.ANY);
      if (problem.isPresent()) {
        return problem;
      }
    }
    while (!frames.isEmpty()) {
      TreeFrame frame = frames.getLast();
      Optional<TreeFrame.Step> step = frame.step();
      if (step.isEmpty()) {
        frames.removeLast();
        continue;
      }
      Optional<TreeItem> item =
          switch (step.get()) {
            case TreeFrame.Step.ToChild(int child) -> descend(frame, child);
            case TreeFrame.Step.ToCell(int cell) -> row(frame, cell);
          };
      if (item.isPresent()) {
        return item;
      }
    }
    return Optional.empty();
  }

  /** Marks the rest of the tree's pages without giving anything. */
  void skip() {
    while (next().isPresent()) {
      // Losses do not matter here.
    }
  }

  private Optional<TreeItem> descend(TreeFrame frame, int child) {
    Optional<Long> page = frame.child(child);
    return page.isEmpty()
        ? unreadable(frame.number(), What.CELL_OUT_OF_BOUNDS)
        : enter(frame.number(), page.get(), frame.rowidsOf(child));
  }

  /** Goes to a page, or says why not. */
  private Optional<TreeItem> enter(long from, long number, Rowids rowids) {
    Optional<What> refusal = pages.refusal(number);
    if (refusal.isPresent()) {
      boolean exists = refusal.get() != What.OUT_OF_RANGE_POINTER;
      return unreadable(exists ? number : from, refusal.get());
    }
    if (frames.size() == MAX_DEPTH) {
      return unreadable(number, What.TREE_TOO_DEEP);
    }
    byte[] bytes = buffer(frames.size());
    BTreePage page = pages.read(number, bytes);
    if (!family.allows(page.kind())) {
      return unreadable(number, What.BAD_PAGE_TYPE);
    }
    if (!page.cellPointersFit()) {
      return unreadable(number, What.TOO_MANY_CELLS);
    }
    if (!TreeFrame.isAtHome(page, rowids)) {
      return unreadable(number, What.ROWID_OUT_OF_RANGE);
    }
    family = TreeFamily.of(page.kind());
    pages.take(number, page.kind());
    frames.addLast(new TreeFrame(number, bytes, page, rowids));
    return Optional.empty();
  }

  private byte[] buffer(int depth) {
    if (buffers[depth].length == 0) {
      buffers[depth] = new byte[pages.header().pageSize()];
    }
    return buffers[depth];
  }

  /** In a table's interior pages cells are just keys. */
  private Optional<TreeItem> row(TreeFrame frame, int index) {
    if (frame.kind() == PageKind.TABLE_INTERIOR) {
      return Optional.empty();
    }
    Optional<Cell> cell = frame.cell(index);
    if (rows == Rows.SKIP) {
      return Optional.empty();
    }
    if (cell.isEmpty()) {
      return lost(frame, index, What.CELL_OUT_OF_BOUNDS);
    }
    Optional<byte[]> payload = pages.payload(frame.bytes(), cell.get());
    if (payload.isEmpty()) {
      return lost(frame, index, What.OVERFLOW_CHAIN_SHORT);
    }
    return RecordFormat.isRecord(payload.get())
        ? Optional.of(row(frame, index, cell.get(), payload.get()))
        : lost(frame, index, What.RECORD_MALFORMED);
  }

  private static TreeItem row(TreeFrame frame, int index, Cell cell, byte[] payload) {
    if (!frame.kind().table()) {
      return new TreeItem.Row(
          frame.number(), index, OptionalLong.empty(), Placement.IN_PLACE, payload);
    }
    Placement placement =
        frame.rowids().contain(cell.rowid()) ? Placement.IN_PLACE : Placement.OUT_OF_PLACE;
    return new TreeItem.Row(
        frame.number(), index, OptionalLong.of(cell.rowid()), placement, payload);
  }

  private static Optional<TreeItem> lost(TreeFrame frame, int cell, What why) {
    return Optional.of(new TreeItem.UnreadableRow(frame.number(), cell, why));
  }

  private static Optional<TreeItem> unreadable(long page, What why) {
    return Optional.of(new TreeItem.UnreadablePage(page, why));
  }
}
