package dev.kvsql.format;

import java.util.Optional;

/**
 * Where a row of sqlite_schema (type, name, tbl_name, rootpage, sql) holds its root page (section
 * 2.1, record format; section 2.6, storage of the schema).
 *
 * @param offset in bytes into the payload
 * @param serialType 0 (NULL), 1..6 (integers), 8 (zero) or 9 (one)
 */
record RootColumn(long offset, int serialType) {
  private static final int COLUMNS_BEFORE = 3;

  /**
   * Finds the column from the part of the payload in the page, which holds the whole record header
   * of any schema row that SQLite writes.
   */
  static Optional<RootColumn> find(byte[] page, Cell cell) {
    int end = cell.localOffset() + cell.localBytes();
    ByteCursor cursor = new ByteCursor(page, cell.localOffset(), end);
    long headerBytes = cursor.varint();
    long offset = headerBytes;
    for (int i = 0; i < COLUMNS_BEFORE; i++) {
      long size = RecordFormat.sizeBytes(cursor.varint());
      if (size == RecordFormat.INVALID || offset > cell.payloadBytes() - size) {
        return Optional.empty();
      }
      offset += size;
    }
    long type = cursor.varint();
    int headerRead = cursor.position() - cell.localOffset();
    long size = RecordFormat.sizeBytes(type);
    boolean integer = type >= 0 && type <= 9 && type != 7;
    boolean sound = !cursor.overrun() && headerRead <= headerBytes;
    return sound && integer && offset <= cell.payloadBytes() - size
        ? Optional.of(new RootColumn(offset, (int) type))
        : Optional.empty();
  }

  /** Bytes that the value takes, 0..8. */
  int sizeBytes() {
    return (int) RecordFormat.sizeBytes(serialType);
  }

  /** The root page, 0 for NULL; {@code value} are the {@link #sizeBytes()} bytes of the column. */
  long decode(byte[] value) {
    return switch (serialType) {
      case 0, 8 -> 0;
      case 9 -> 1;
      default -> ByteCursor.at(value, 0).signed(value.length);
    };
  }
}
