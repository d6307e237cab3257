package dev.kvsql.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads the 100 bytes of section 1.3 and collects every field that breaks a rule. */
final class HeaderParser {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_SCHEMA_FORMAT = 4;
  private static final int MAX_TEXT_ENCODING = 3;

  private final byte[] bytes;
  private final List<HeaderProblem> problems = new ArrayList<>();

  private HeaderParser(byte[] bytes) {
    this.bytes = bytes;
  }

  static HeaderResult parse(byte[] bytes) {
    if (bytes.length < DatabaseHeader.SIZE_BYTES) {
      return new HeaderResult.Invalid(
          List.of(
              new HeaderProblem(
                  0,
                  "header",
                  "100 bytes",
                  bytes.length + (bytes.length == 1 ? " byte" : " bytes"))));
    }
    return new HeaderParser(bytes).result();
  }

  /**
   * The fields as far as they can be believed: what it takes to read pages is given, and the rest
   * counts as zero unless the magic or the payload fractions show that a header was there.
   */
  static DatabaseHeader believable(
      byte[] first100, int pageSize, int reservedBytes, int textEncoding) {
    HeaderParser parser = new HeaderParser(first100);
    HeaderParser read =
        parser.hasMagic() || parser.hasPayloadFractions()
            ? parser
            : new HeaderParser(new byte[DatabaseHeader.SIZE_BYTES]);
    return read.header(pageSize, reservedBytes, textEncoding);
  }

  /** The reserved bytes that the header names, 0 if there can be no so many. */
  static int reservedBytes(byte[] first100, int pageSize) {
    int reserved = new HeaderParser(first100).u8(20);
    return pageSize - reserved >= DatabaseHeader.MIN_USABLE_SIZE ? reserved : 0;
  }

  /** The text encoding that the header names, 0 if none. */
  static int textEncoding(byte[] first100) {
    long encoding = new HeaderParser(first100).u32(56);
    return encoding <= MAX_TEXT_ENCODING ? (int) encoding : 0;
  }

  private HeaderResult result() {
    checkMagic();
    checkPageLayout();
    checkPayloadFractions();
    checkSchema();
    return problems.isEmpty()
        ? new HeaderResult.Valid(header(pageSize(), u8(20), (int) u32(56)))
        : new HeaderResult.Invalid(problems);
  }

  private void checkMagic() {
    if (!hasMagic()) {
      add(0, "magic", hex(MAGIC), hex(Arrays.copyOf(bytes, MAGIC.length)));
    }
  }

  private boolean hasMagic() {
    return Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC);
  }

  private void checkPageLayout() {
    int pageSize = pageSize();
    boolean plausible = DatabaseHeader.isPageSize(pageSize);
    if (!plausible) {
      add(16, "page size", "a power of two in 512..32768, or 1 for 65536", "" + u16(16));
    }
    checkVersion(18, "write version");
    checkVersion(19, "read version");
    if (plausible && pageSize - u8(20) < DatabaseHeader.MIN_USABLE_SIZE) {
      add(
          20,
          "reserved bytes",
          "at most " + (pageSize - DatabaseHeader.MIN_USABLE_SIZE),
          "" + u8(20));
    }
  }

  private void checkVersion(int offset, String field) {
    int version = u8(offset);
    if (version != 1 && version != 2) {
      add(offset, field, "1 or 2", "" + version);
    }
  }

  private void checkPayloadFractions() {
    if (!hasPayloadFractions()) {
      add(21, "payload fractions", "64, 32, 32", u8(21) + ", " + u8(22) + ", " + u8(23));
    }
  }

  private boolean hasPayloadFractions() {
    return u8(21) == 64 && u8(22) == 32 && u8(23) == 32;
  }

  private void checkSchema() {
    long format = u32(44);
    if (format > MAX_SCHEMA_FORMAT) {
      add(44, "schema format", "0..4", "" + format);
    }
    long encoding = u32(56);
    if (encoding > MAX_TEXT_ENCODING) {
      add(56, "text encoding", "1, 2 or 3", "" + encoding);
    } else if (encoding == 0 && format != 0) {
      add(56, "text encoding", "1, 2 or 3 with schema format " + format, "0");
    }
  }

  private DatabaseHeader header(int pageSize, int reservedBytes, int textEncoding) {
    return new DatabaseHeader(
        pageSize,
        u8(18),
        u8(19),
        reservedBytes,
        u32(24),
        u32(DatabaseHeader.PAGE_COUNT_OFFSET),
        u32(32),
        u32(36),
        u32(40),
        (int) u32(44),
        (int) u32(48),
        u32(52),
        textEncoding,
        (int) u32(60),
        u32(64) != 0,
        (int) u32(68),
        u32(92),
        (int) u32(96));
  }

  private int pageSize() {
    int stored = u16(16);
    return stored == 1 ? DatabaseHeader.MAX_PAGE_SIZE : stored;
  }

  private void add(int offset, String field, String expected, String found) {
    problems.add(new HeaderProblem(offset, field, expected, found));
  }

  private int u8(int offset) {
    return ByteCursor.at(bytes, offset).u8();
  }

  private int u16(int offset) {
    return ByteCursor.at(bytes, offset).u16();
  }

  private long u32(int offset) {
    return ByteCursor.at(bytes, offset).u32();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
