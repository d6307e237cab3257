package dev.kvsql.format;

import dev.kvsql.format.DatabaseRows.Left;
import dev.kvsql.format.TreeCursor.Rows;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the b-tree pages that no tree and not the freelist has: first whole trees, from
 * those of their pages that no other such page leads to, then what is left, each page by itself.
 */
public final class OrphanCursor {

  /**
   * A row or a loss in such a page.
   *
   * @param root 1-based number of the highest page that leads to it
   */
  public record Orphan(long root, TreeItem item) {}

  /** Which pages a pass over the file begins at. */
  private enum Pass {
    TOPS,
    REST,
    DONE
  }

  private final TreePages pages;
  private final long end;
  private final Left left;
  private final PageKinds named;
  private final byte[] bytes;
  private Pass pass = Pass.TOPS;
  private long page = 1;
  private long root;
  private @Nullable TreeCursor current;

  /**
   * @param end the last page to look at, inclusive
   */
  OrphanCursor(TreePages pages, long end, Left left) {
    this.pages = pages;
    this.end = end;
    this.left = left;
    named = new PageKinds(pages.claims().pageCount());
    bytes = new byte[pages.header().pageSize()];
    for (long next = candidate(1); next != 0; next = candidate(next + 1)) {
      nameChildren(next);
    }
  }

  /** The next row or unreadable row; nothing at the end. */
  public Optional<Orphan> next() {
    while (pass != Pass.DONE) {
      TreeCursor cursor = current;
      if (cursor == null) {
        findRoot();
        continue;
      }
      Optional<TreeItem> item = cursor.next();
      if (item.isEmpty()) {
        current = null;
      } else if (!(item.get() instanceof TreeItem.UnreadablePage)) {
        return Optional.of(new Orphan(root, item.get()));
      }
    }
    return Optional.empty();
  }

  /** Goes on to the next page to begin at, or to the next pass. */
  private void findRoot() {
    root = candidate(page);
    page = root + 1;
    if (root == 0) {
      page = 1;
      pass = pass == Pass.TOPS ? Pass.REST : Pass.DONE;
    } else if (pass == Pass.REST || named.get(root) == PageKind.UNREACHED) {
      current = new TreeCursor(pages, root, TreeFamily.EITHER, Rows.READ);
    }
  }

  /** The first page from {@code from} on that may be one of a tree and is in none, or 0. */
  private long candidate(long from) {
    int pageSize = pages.header().pageSize();
    long number = from;
    while (number <= end) {
      if (pages.claims().kindOf(number) == PageKind.UNREACHED && isTree(number)) {
        return number;
      }
      number++;
      if ((number & 63) == 0) {
        number = Math.max(number, pages.file().nextData((number - 1) * pageSize) / pageSize + 1);
      }
    }
    return 0;
  }

  private boolean isTree(long number) {
    BTreePage tree = pages.read(number, bytes);
    boolean wanted =
        switch (left) {
          case TABLE_AND_INDEX_PAGES -> tree.kind().table() || tree.kind().index();
          case TABLE_PAGES -> tree.kind().table();
        };
    return wanted && tree.cellPointersFit();
  }

  /** Marks what an interior page leads to, if that is not a tree's already. */
  private void nameChildren(long number) {
    BTreePage tree = pages.read(number, bytes);
    if (!tree.kind().interior()) {
      return;
    }
    name(number, tree.rightChild());
    for (int i = 0; i < tree.cellCount(); i++) {
      tree.cell(i).ifPresent(cell -> name(number, cell.leftChild()));
    }
  }

  private void name(long parent, long child) {
    if (child != parent && pages.refusal(child).isEmpty()) {
      named.set(child, PageKind.UNKNOWN);
    }
  }
}
