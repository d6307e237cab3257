package dev.kvsql.format;

import java.util.Optional;

/** The header and the cells of one b-tree page (section 1.6). Reads the bytes it was given. */
final class BTreePage {
  private static final int LEAF_HEADER_BYTES = 8;
  private static final int INTERIOR_HEADER_BYTES = 12;
  private static final int CELL_POINTER_BYTES = 2;
  private static final int FREE_BLOCK_OFFSET = 1;
  private static final int CELL_CONTENT_OFFSET = 5;
  private static final int FRAGMENTS_OFFSET = 7;
  private static final int FREE_BLOCK_HEADER_BYTES = 4;
  private static final long MAX_PAYLOAD_BYTES = Integer.MAX_VALUE;

  private final byte[] bytes;
  private final int usable;
  private final int type;
  private final PageKind kind;
  private final int start;
  private final int cellCount;
  private final long rightChild;
  private final int cellPointers;

  /**
   * @param pageNumber 1-based; page 1 begins with the database header
   * @param bytes the whole page
   * @param usable bytes of it that hold content
   */
  BTreePage(long pageNumber, byte[] bytes, int usable) {
    this.bytes = bytes;
    this.usable = usable;
    start = pageNumber == 1 ? DatabaseHeader.SIZE_BYTES : 0;
    type = ByteCursor.at(bytes, start).u8();
    kind = kindOf(type);
    cellCount = ByteCursor.at(bytes, start + 3).u16();
    rightChild = ByteCursor.at(bytes, start + LEAF_HEADER_BYTES).u32();
    cellPointers = start + (kind.interior() ? INTERIOR_HEADER_BYTES : LEAF_HEADER_BYTES);
  }

  private static PageKind kindOf(int type) {
    return switch (type) {
      case 2 -> PageKind.INDEX_INTERIOR;
      case 5 -> PageKind.TABLE_INTERIOR;
      case 10 -> PageKind.INDEX_LEAF;
      case 13 -> PageKind.TABLE_LEAF;
      default -> PageKind.UNKNOWN;
    };
  }

  /** The type byte as it is. */
  int type() {
    return type;
  }

  /** One of the four b-tree kinds, or UNKNOWN. */
  PageKind kind() {
    return kind;
  }

  int cellCount() {
    return cellCount;
  }

  /** Whether the page has room for the pointers to its cells. */
  boolean cellPointersFit() {
    return cellsStart() <= usable;
  }

  /** The right-most child of an interior page; means nothing in a leaf. */
  long rightChild() {
    return rightChild;
  }

  /**
   * Returns a cell, or nothing if it does not lie between the cell pointers and the usable end.
   *
   * @param index 0-based, below the cell count, and the cell pointers fit
   */
  Optional<Cell> cell(int index) {
    int start = ByteCursor.at(bytes, cellPointers + index * CELL_POINTER_BYTES).u16();
    if (start < cellsStart()) {
      return Optional.empty();
    }
    ByteCursor cursor = new ByteCursor(bytes, start, usable);
    long leftChild = kind.interior() ? cursor.u32() : 0;
    long payload = kind == PageKind.TABLE_INTERIOR ? 0 : cursor.varint();
    long rowid = kind.table() ? cursor.varint() : 0;
    if (payload < 0 || payload > MAX_PAYLOAD_BYTES) {
      return Optional.empty();
    }
    int local = localBytes(payload);
    int localOffset = cursor.position();
    cursor.skip(local);
    long overflow = local < payload ? cursor.u32() : 0;
    return cursor.overrun()
        ? Optional.empty()
        : Optional.of(new Cell(leftChild, rowid, payload, localOffset, local, overflow));
  }

  /** How much of a payload stays in the page: section 1.6, "U", "X", "M" and "K" there. */
  private int localBytes(long payload) {
    int most = kind.table() ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    if (payload <= most) {
      return (int) payload;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int even = least + (int) ((payload - least) % (usable - 4));
    return even <= most ? even : least;
  }

  /**
   * Bytes that are neither header, cell pointer nor cell: between the pointers and the first cell,
   * in free blocks and in fragments. A chain of free blocks that leads astray is followed no
   * further.
   */
  int unusedBytes() {
    int content = ByteCursor.at(bytes, start + CELL_CONTENT_OFFSET).u16();
    // A page of 65536 bytes without a cell has its content at its end.
    int unused = (content == 0 ? DatabaseHeader.MAX_PAGE_SIZE : content) - cellsStart();
    unused += ByteCursor.at(bytes, start + FRAGMENTS_OFFSET).u8();
    int block = ByteCursor.at(bytes, start + FREE_BLOCK_OFFSET).u16();
    while (block >= cellsStart() && block <= usable - FREE_BLOCK_HEADER_BYTES) {
      ByteCursor cursor = ByteCursor.at(bytes, block);
      int next = cursor.u16();
      unused += cursor.u16();
      block = next > block ? next : 0;
    }
    return Math.clamp(unused, 0, usable);
  }

  private int cellsStart() {
    return cellPointers + cellCount * CELL_POINTER_BYTES;
  }
}
