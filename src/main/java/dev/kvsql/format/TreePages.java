package dev.kvsql.format;

import dev.kvsql.format.Anomaly.What;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The pages of a file with a mark on each that a tree has: no page is in two trees, and whatever
 * points in a circle comes to an end. Pages of overflow chains are marked as well, and chains may
 * cross: which of two rows is right about its chain cannot be told.
 */
final class TreePages {
  /** Largest payload that SQLite writes unless compiled otherwise (sqlite.org/limits.html). */
  private static final long MAX_PAYLOAD_BYTES = 1_000_000_000;

  private static final int FIRST_BUFFER_BYTES = 1 << 20;

  private final DatabaseHeader header;
  private final ByteSource file;
  private final PageClaims claims;
  private final byte[] overflow;
  private long lastTaken;

  TreePages(DatabaseHeader header, ByteSource file) {
    this.header = header;
    this.file = file;
    claims = PageClaims.ofWholeFile(header, file);
    overflow = new byte[header.pageSize()];
  }

  DatabaseHeader header() {
    return header;
  }

  ByteSource file() {
    return file;
  }

  PageClaims claims() {
    return claims;
  }

  /** The highest page that a tree took. */
  long lastTaken() {
    return lastTaken;
  }

  /** Reads a page; {@code into} is as long as one. */
  BTreePage read(long page, byte[] into) {
    file.read((page - 1) * header.pageSize(), into);
    return new BTreePage(page, into, header.usableSize());
  }

  /** Why a page cannot be part of one more tree, if it cannot. */
  Optional<What> refusal(long page) {
    if (page < 1 || page > claims.pageCount()) {
      return Optional.of(What.OUT_OF_RANGE_POINTER);
    }
    return switch (claims.kindOf(page)) {
      case UNREACHED, OVERFLOW -> Optional.empty();
      case LOCK_BYTE, POINTER_MAP -> Optional.of(What.RESERVED_PAGE_CLAIMED);
      case TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR ->
          Optional.of(What.CLAIMED_TWICE);
      case FREELIST_TRUNK, FREELIST_LEAF, UNKNOWN -> Optional.of(What.CLAIMED_TWICE);
    };
  }

  /** Marks a page that is not refused as one of a tree. */
  void take(long page, PageKind kind) {
    mark(page, kind);
    lastTaken = Math.max(lastTaken, page);
  }

  private void mark(long page, PageKind kind) {
    if (claims.kindOf(page) == PageKind.UNREACHED) {
      claims.claim(page, page, kind);
    } else {
      claims.settle(page, kind);
    }
  }

  /**
   * The whole payload of a cell; nothing when its overflow chain ends too early or runs in a
   * circle. Never allocates more than twice what the chain holds.
   *
   * @param page bytes of the page with the cell
   */
  Optional<byte[]> payload(byte[] page, Cell cell) {
    if (!cell.spills()) {
      int start = cell.localOffset();
      return Optional.of(Arrays.copyOfRange(page, start, start + cell.localBytes()));
    }
    if (cell.payloadBytes() > Math.min(MAX_PAYLOAD_BYTES, file.sizeBytes())) {
      return Optional.empty();
    }
    int total = (int) cell.payloadBytes();
    byte[] whole = new byte[Math.min(total, Math.max(FIRST_BUFFER_BYTES, cell.localBytes()))];
    System.arraycopy(page, cell.localOffset(), whole, 0, cell.localBytes());
    int done = cell.localBytes();
    long next = cell.firstOverflow();
    long marked = 0; // Brent's way to see a circle: compare with the page at the last power of two
    for (long steps = 1; done < total; steps++) {
      if (!holdsOverflow(next) || next == marked) {
        return Optional.empty();
      }
      marked = Long.bitCount(steps) == 1 ? next : marked;
      file.read((next - 1) * header.pageSize(), overflow);
      next = ByteCursor.at(overflow, 0).u32();
      int count = Math.min(total - done, header.usableSize() - Integer.BYTES);
      if (done + count > whole.length) {
        whole = Arrays.copyOf(whole, (int) Math.min(total, 2L * whole.length));
      }
      System.arraycopy(overflow, Integer.BYTES, whole, done, count);
      done += count;
    }
    return next == 0 || isStraight(cell) ? marked(cell, whole, next) : Optional.empty();
  }

  /** Marks the pages of a chain that ends where it should: such a chain is nothing else. */
  private Optional<byte[]> marked(Cell cell, byte[] whole, long afterLast) {
    if (afterLast == 0) {
      for (long page = cell.firstOverflow(); page != 0; page = after(page)) {
        if (claims.kindOf(page) == PageKind.UNREACHED) {
          mark(page, PageKind.OVERFLOW);
        }
      }
    }
    return Optional.of(whole);
  }

  /** Whether no page of a chain that goes on too long is in it twice. */
  private boolean isStraight(Cell cell) {
    Set<Long> seen = new HashSet<>();
    long page = cell.firstOverflow();
    for (long left = cell.spilledBytes(); left > 0; left -= header.usableSize() - Integer.BYTES) {
      if (!seen.add(page)) {
        return false;
      }
      page = after(page);
    }
    return true;
  }

  private long after(long overflowPage) {
    byte[] next = new byte[Integer.BYTES];
    file.read((overflowPage - 1) * header.pageSize(), next);
    return ByteCursor.at(next, 0).u32();
  }

  private boolean holdsOverflow(long page) {
    if (page < 2 || page > claims.pageCount()) {
      return false;
    }
    return switch (claims.kindOf(page)) {
      case UNREACHED, OVERFLOW -> true;
      case LOCK_BYTE, POINTER_MAP, UNKNOWN -> false;
      case TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR -> false;
      case FREELIST_TRUNK, FREELIST_LEAF -> false;
    };
  }
}
