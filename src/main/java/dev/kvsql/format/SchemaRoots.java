package dev.kvsql.format;

import dev.kvsql.format.Anomaly.What;

/** Collects the roots of all b-trees from the rows of sqlite_schema. */
final class SchemaRoots implements BTreeWalk.LeafCells {

  /** Takes the roots found. */
  @FunctionalInterface
  interface RootConsumer {

    /**
     * Takes one root.
     *
     * @param from page of the row that names the root
     * @param root page number of the root, above 0
     */
    void accept(long from, long root);
  }

  private final DatabaseHeader header;
  private final ByteSource file;
  private final PageClaims claims;
  private final PageNumbers found = new PageNumbers();

  SchemaRoots(DatabaseHeader header, ByteSource file, PageClaims claims) {
    this.header = header;
    this.file = file;
    this.claims = claims;
  }

  @Override
  public void cell(long page, byte[] bytes, int index, Cell cell, boolean chainWhole) {
    RootColumn column = RootColumn.find(bytes, cell).orElse(null);
    boolean local = column != null && column.offset() + column.sizeBytes() <= cell.localBytes();
    if (column == null || !(local || chainWhole)) {
      claims.note(page, What.SCHEMA_ROW_MALFORMED, index);
      return;
    }
    long root = column.decode(read(bytes, cell, column));
    if (root > 0) { // views, triggers and virtual tables have 0 or NULL
      found.push(page);
      found.push(root);
    }
  }

  /** Hands over the roots and forgets them. */
  void drainTo(RootConsumer consumer) {
    while (!found.isEmpty()) {
      long root = found.pop();
      consumer.accept(found.pop(), root);
    }
  }

  /** Reads the column, which long names may have pushed into, or halfway into, overflow pages. */
  private byte[] read(byte[] bytes, Cell cell, RootColumn column) {
    byte[] value = new byte[column.sizeBytes()];
    for (int i = 0; i < value.length; i++) {
      long offset = column.offset() + i;
      value[i] =
          offset < cell.localBytes()
              ? bytes[cell.localOffset() + (int) offset]
              : spilled(cell, offset - cell.localBytes());
    }
    return value;
  }

  /** A byte of a whole overflow chain; {@code offset} counts the bytes that are not local. */
  private byte spilled(Cell cell, long offset) {
    int perPage = header.usableSize() - Integer.BYTES;
    byte[] number = new byte[Integer.BYTES];
    long page = cell.firstOverflow();
    for (long before = offset / perPage; before > 0; before--) {
      file.read((page - 1) * header.pageSize(), number);
      page = ByteCursor.at(number, 0).u32();
    }
    byte[] one = new byte[1];
    file.read((page - 1) * header.pageSize() + Integer.BYTES + offset % perPage, one);
    return one[0];
  }
}
