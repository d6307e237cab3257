package dev.kvsql.inspect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which tree has which page: four bytes a page, in blocks that exist only where something was set.
 */
final class PageOwners {
  /** What has a page that no tree has. */
  static final int NONE = -1;

  private static final int PAGES_PER_BLOCK = 1024;

  /** In a block, 0 is no owner, others one more than the owner. */
  private int[] @Nullable [] blocks = new int[0][];

  /**
   * @param page 1-based, at most 2^32-2
   */
  int get(long page) {
    int block = blockOf(page);
    int[] owners = block < blocks.length ? blocks[block] : null;
    return owners == null ? NONE : owners[indexOf(page)] - 1;
  }

  /**
   * @param page 1-based, at most 2^32-2
   * @param owner 0 or more
   */
  void set(long page, int owner) {
    int block = blockOf(page);
    if (block >= blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(block + 1, blocks.length * 2));
    }
    int[] owners = blocks[block];
    if (owners == null) {
      owners = new int[PAGES_PER_BLOCK];
      blocks[block] = owners;
    }
    owners[indexOf(page)] = owner + 1;
  }

  private static int blockOf(long page) {
    return (int) (page / PAGES_PER_BLOCK);
  }

  private static int indexOf(long page) {
    return (int) (page % PAGES_PER_BLOCK);
  }
}
