package dev.kvsql.format;

/**
 * What a page says about itself, without following any pointer: b-tree pages name their kind, every
 * other page is {@link PageKind#UNKNOWN} on its own.
 *
 * @param pageNumber 1-based
 * @param kind one of the four b-tree kinds, or UNKNOWN
 * @param cells how many cells a b-tree page counts
 */
public record PageSummary(long pageNumber, PageKind kind, int cells) {
  /**
   * Summarises a page.
   *
   * @param header the database's header
   * @param file the main file
   * @param pageNumber 1-based; pages past the end read as zeros
   */
  public static PageSummary of(DatabaseHeader header, ByteSource file, long pageNumber) {
    byte[] bytes = new byte[header.pageSize()];
    file.read((pageNumber - 1) * header.pageSize(), bytes);
    BTreePage page = new BTreePage(pageNumber, bytes, header.usableSize());
    return new PageSummary(pageNumber, page.kind(), page.cellCount());
  }
}
