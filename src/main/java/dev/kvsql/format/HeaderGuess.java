package dev.kvsql.format;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The header that a file has, or must have had: what is wrong with it is inferred from the pages.
 *
 * @param header to read the pages with
 * @param origin where the page size comes from
 */
public record HeaderGuess(DatabaseHeader header, Origin origin) {
  private static final int TABLE_PAGES_ASKED = 200;

  /** Where the page size comes from. */
  public enum Origin {
    /** The header is valid, and its page size fits the pages. */
    READ,
    /** The pages show what the header does not. */
    INFERRED
  }

  /**
   * Reads or infers the header; nothing when neither the header nor any page tells the page size.
   * Looks at 16 MiB of pages at most, a few times.
   */
  public static Optional<HeaderGuess> of(ByteSource file) {
    byte[] first = new byte[DatabaseHeader.SIZE_BYTES];
    file.read(0, first);
    Optional<DatabaseHeader> valid =
        switch (DatabaseHeader.parse(first)) {
          case HeaderResult.Valid(DatabaseHeader header) -> Optional.of(header);
          case HeaderResult.Invalid _ -> Optional.empty();
        };
    if (valid.isPresent() && schemaPageFits(valid.get(), file)) {
      return Optional.of(new HeaderGuess(valid.get(), Origin.READ));
    }
    PageSizes sizes = new PageSizes(file);
    OptionalInt best = sizes.best(valid.map(DatabaseHeader::pageSize).orElse(0));
    if (best.isEmpty()) {
      return valid.map(header -> new HeaderGuess(header, Origin.READ));
    }
    int named = HeaderParser.reservedBytes(first, best.getAsInt());
    int reserved = named > 0 && sizes.reserve(best.getAsInt(), named) ? named : 0;
    boolean confirmed =
        valid
            .filter(header -> header.pageSize() == best.getAsInt())
            .filter(header -> header.reservedBytes() == reserved)
            .isPresent();
    return confirmed
        ? valid.map(header -> new HeaderGuess(header, Origin.READ))
        : Optional.of(
            new HeaderGuess(inferred(file, first, best.getAsInt(), reserved), Origin.INFERRED));
  }

  private static boolean schemaPageFits(DatabaseHeader header, ByteSource file) {
    byte[] bytes = new byte[header.pageSize()];
    file.read(0, bytes);
    return PageSizes.isFull(new BTreePage(1, bytes, header.usableSize()), header.usableSize());
  }

  private static DatabaseHeader inferred(
      ByteSource file, byte[] first, int pageSize, int reserved) {
    int named = HeaderParser.textEncoding(first);
    DatabaseHeader header = HeaderParser.believable(first, pageSize, reserved, named);
    boolean believed = header.schemaFormat() != 0 && named != 0;
    return believed
        ? header
        : HeaderParser.believable(first, pageSize, reserved, encoding(header, file));
  }

  /** By the zeros in text: most of what is written has one in two bytes of UTF-16. */
  private static int encoding(DatabaseHeader header, ByteSource file) {
    TreePages pages = new TreePages(header, file);
    OrphanCursor rows = new OrphanCursor(pages, TABLE_PAGES_ASKED, DatabaseRows.Left.TABLE_PAGES);
    int[] zeros = new int[2];
    int bytes = 0;
    for (var next = rows.next(); next.isPresent(); next = rows.next()) {
      if (next.get().item() instanceof TreeItem.Row row) {
        for (Value value : row.values()) {
          bytes += value instanceof Value.Text(byte[] text) ? countZeros(text, zeros) : 0;
        }
      }
    }
    return zeros[1] * 4 > bytes
        ? TextEncoding.UTF_16LE
        : zeros[0] * 4 > bytes ? TextEncoding.UTF_16BE : TextEncoding.UTF_8;
  }

  private static int countZeros(byte[] text, int[] zeros) {
    for (int i = 0; i < text.length; i++) {
      zeros[i % 2] += text[i] == 0 ? 1 : 0;
    }
    return text.length;
  }
}
