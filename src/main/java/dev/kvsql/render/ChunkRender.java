package dev.kvsql.render;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.PageSummary;
import java.io.PrintWriter;
import java.util.List;

/** A chunk with what it is, and its bytes. */
public final class ChunkRender {
  private ChunkRender() {}

  /**
   * Prints a chunk's bytes under a line that says where it is.
   *
   * @param fileBytes size of the file
   * @param pages what the SQLite pages in the chunk are; none outside the main file
   */
  public static void hex(
      FileTag file,
      long index,
      byte[] value,
      long fileBytes,
      List<PageSummary> pages,
      PrintWriter out) {
    long offset = index * StoreKey.CHUNK_BYTES;
    out.printf(
        "%s chunk %d, byte %d, %s%s%n",
        file.label(), index, offset, Amounts.bytes(value.length), remark(index, value, fileBytes));
    pages.forEach(page -> out.println("  page " + page.pageNumber() + ": " + kind(page)));
    HexDump.print(offset, value, out);
    out.println();
  }

  private static String remark(long index, byte[] value, long fileBytes) {
    int within = StoreKey.bytesWithin(fileBytes, index);
    if (within == 0) {
      return ", orphan: past the end of the file";
    }
    int order = Integer.compare(value.length, within);
    return order < 0
        ? ", short: " + Amounts.bytes(within) + " lie within the file"
        : order > 0 ? ", reaches " + Amounts.bytes(value.length - within) + " past the end" : "";
  }

  private static String kind(PageSummary page) {
    return switch (page.kind()) {
      case TABLE_LEAF -> "table leaf, " + cells(page);
      case TABLE_INTERIOR -> "table interior, " + cells(page);
      case INDEX_LEAF -> "index leaf, " + cells(page);
      case INDEX_INTERIOR -> "index interior, " + cells(page);
      case OVERFLOW, FREELIST_TRUNK, FREELIST_LEAF, POINTER_MAP, LOCK_BYTE, UNKNOWN, UNREACHED ->
          "no b-tree page (overflow, free or pointer map)";
    };
  }

  private static String cells(PageSummary page) {
    return Amounts.count(page.cells(), "cell");
  }
}
