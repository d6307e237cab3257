package dev.kvsql.format;

import java.util.OptionalInt;

/** Which page size the pages of a file speak for. */
final class PageSizes {
  /** How much of the file is looked at for each size. */
  private static final long MOST_BYTES = 16L << 20;

  private final ByteSource file;

  PageSizes(ByteSource file) {
    this.file = file;
  }

  /**
   * The size at which most pages are b-tree pages through and through; nothing when none are.
   *
   * @param preferred which counts more when others come close, 0 for none
   */
  OptionalInt best(int preferred) {
    int best = 0;
    long most = 0;
    for (int size = DatabaseHeader.MIN_PAGE_SIZE; size <= DatabaseHeader.MAX_PAGE_SIZE; size *= 2) {
      long score = score(size, 0) * (size == preferred ? 2 : 1);
      if (score > most) {
        most = score;
        best = size;
      }
    }
    return best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /** Whether more pages speak for so many reserved bytes than for none. */
  boolean reserve(int pageSize, int reservedBytes) {
    return score(pageSize, reservedBytes) > score(pageSize, 0);
  }

  /**
   * A page at half the distance looks sound at a larger size, too; but its cells, which SQLite puts
   * at the end of a page, do not reach the larger one's end.
   */
  private long score(int size, int reservedBytes) {
    byte[] bytes = new byte[size];
    long score = 0;
    long looked = 0;
    long offset = file.nextData(0) / size * size;
    while (looked < MOST_BYTES && offset < file.sizeBytes()) {
      file.read(offset, bytes);
      BTreePage page = new BTreePage(offset / size + 1, bytes, size - reservedBytes);
      if (isSound(page) && page.cellCount() > 0) {
        score += reachesEnd(page, size - reservedBytes) ? 4 : 1;
      }
      looked += size;
      offset += size;
      offset = looked % (MOST_BYTES / 64) == 0 ? file.nextData(offset) / size * size : offset;
    }
    return score;
  }

  /** Whether it is sound, and its cells reach the end of what is usable. */
  static boolean isFull(BTreePage page, int usable) {
    return isSound(page) && reachesEnd(page, usable);
  }

  /** Whether it is a b-tree page and every cell is within it. */
  private static boolean isSound(BTreePage page) {
    if (page.kind() == PageKind.UNKNOWN || !page.cellPointersFit()) {
      return false;
    }
    for (int i = 0; i < page.cellCount(); i++) {
      if (page.cell(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static boolean reachesEnd(BTreePage page, int usable) {
    int end = 0;
    for (int i = 0; i < page.cellCount(); i++) {
      end = Math.max(end, page.cell(i).map(cell -> cell.end()).orElse(0));
    }
    return end == usable;
  }
}
