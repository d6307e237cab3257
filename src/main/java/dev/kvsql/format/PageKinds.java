package dev.kvsql.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One byte a page, in blocks that exist only where something was set: a file that claims terabytes
 * and holds little costs little.
 */
final class PageKinds {
  private static final List<PageKind> KINDS = List.of(PageKind.values());
  private static final int PAGES_PER_BLOCK = 1024;

  /** In a block, 0 is {@link PageKind#UNREACHED}, others one more than their index in KINDS. */
  private final byte[] @Nullable [] blocks;

  /**
   * @param pageCount at most 2^32-2
   */
  PageKinds(long pageCount) {
    blocks = new byte[Math.toIntExact(pageCount / PAGES_PER_BLOCK) + 1][];
  }

  /**
   * @param page 1-based, at most the page count
   */
  PageKind get(long page) {
    byte[] block = blocks[blockOf(page)];
    int stored = block == null ? 0 : block[indexOf(page)];
    return stored == 0 ? PageKind.UNREACHED : KINDS.get(stored - 1);
  }

  /**
   * @param page 1-based, at most the page count
   */
  void set(long page, PageKind kind) {
    byte[] block = blocks[blockOf(page)];
    if (block == null) {
      block = new byte[PAGES_PER_BLOCK];
      blocks[blockOf(page)] = block;
    }
    block[indexOf(page)] = (byte) (KINDS.indexOf(kind) + 1);
  }

  /** Whether nothing was set in the block of a page. */
  boolean isUntouched(long page) {
    return blocks[blockOf(page)] == null;
  }

  /** The first page after the block of a page. */
  long endOfBlock(long page) {
    return (blockOf(page) + 1L) * PAGES_PER_BLOCK;
  }

  private static int blockOf(long page) {
    return (int) (page / PAGES_PER_BLOCK);
  }

  private static int indexOf(long page) {
    return (int) (page % PAGES_PER_BLOCK);
  }
}
