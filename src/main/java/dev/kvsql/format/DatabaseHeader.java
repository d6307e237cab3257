package dev.kvsql.format;

/**
 * The first 100 bytes of a database file (section 1.3).
 *
 * @param pageSize bytes in a page, a power of two in 512..65536
 * @param writeVersion 1 for rollback journals, 2 for WAL
 * @param readVersion 1 for rollback journals, 2 for WAL
 * @param reservedBytes bytes left unused at the end of each page, 0..255
 * @param changeCounter counts the transactions that changed the file, 0..2^32-1
 * @param pageCount pages in the database, 0..2^32-1; see {@link #pageCountTrusted}
 * @param firstFreelistTrunk 1-based page number of the first freelist trunk page, 0 for none
 * @param freelistPages pages on the freelist, trunks and leaves, 0..2^32-1
 * @param schemaCookie counts the changes of the schema, 0..2^32-1
 * @param schemaFormat 1..4, or 0 while there is no schema
 * @param defaultCacheSize suggested cache size in pages; negative in KiB
 * @param largestRootPage largest b-tree root page with auto-vacuum, 0 without
 * @param textEncoding 1 UTF-8, 2 UTF-16le, 3 UTF-16be, 0 while there is no schema
 * @param userVersion the application's {@code PRAGMA user_version}
 * @param incrementalVacuum whether auto-vacuum waits for {@code PRAGMA incremental_vacuum}
 * @param applicationId the application's {@code PRAGMA application_id}
 * @param versionValidFor the change counter at which {@code sqliteVersion} was written
 * @param sqliteVersion {@code SQLITE_VERSION_NUMBER} of the library that wrote last
 */
public record DatabaseHeader(
    int pageSize,
    int writeVersion,
    int readVersion,
    int reservedBytes,
    long changeCounter,
    long pageCount,
    long firstFreelistTrunk,
    long freelistPages,
    long schemaCookie,
    int schemaFormat,
    int defaultCacheSize,
    long largestRootPage,
    int textEncoding,
    int userVersion,
    boolean incrementalVacuum,
    int applicationId,
    long versionValidFor,
    int sqliteVersion) {

  /** Bytes that the header takes at the start of the file. */
  public static final int SIZE_BYTES = 100;

  /** Offset of the page count in the header. */
  public static final int PAGE_COUNT_OFFSET = 28;

  /** Smallest page size in bytes. */
  static final int MIN_PAGE_SIZE = 512;

  /** Largest page size in bytes. */
  static final int MAX_PAGE_SIZE = 65536;

  /** Smallest usable part of a page in bytes (section 1.3.4). */
  static final int MIN_USABLE_SIZE = 480;

  /** Offset of the byte that SQLite's file locks begin at; its page is never used. */
  private static final long PENDING_BYTE = 0x40000000L;

  /**
   * Checks what the rest of this package computes with.
   *
   * @throws IllegalArgumentException if the page size is not a power of two in 512..65536, or less
   *     than 480 bytes of a page are usable
   */
  public DatabaseHeader {
    if (!isPageSize(pageSize)) {
      throw new IllegalArgumentException(
          "page size: expected a power of two in 512..65536, found " + pageSize);
    }
    if (reservedBytes < 0 || pageSize - reservedBytes < MIN_USABLE_SIZE) {
      throw new IllegalArgumentException(
          "reserved bytes: expected 0.."
              + (pageSize - MIN_USABLE_SIZE)
              + ", found "
              + reservedBytes);
    }
  }

  /**
   * Reads a header, or says why there is none. All problems are named, not just the first.
   *
   * @param first100 the first 100 bytes of the file; what follows them is ignored, and fewer are a
   *     problem like any other
   */
  public static HeaderResult parse(byte[] first100) {
    return HeaderParser.parse(first100);
  }

  /** Whether {@code size} is a power of two in 512..65536. */
  static boolean isPageSize(long size) {
    return size >= MIN_PAGE_SIZE && size <= MAX_PAGE_SIZE && Long.bitCount(size) == 1;
  }

  /** Returns the bytes of a page that hold content: page size less reserved bytes, 480..65536. */
  public int usableSize() {
    return pageSize - reservedBytes;
  }

  /**
   * Whether the page count in the header is to be believed (section 1.3.7): it is not zero, and the
   * last writer knew of the field, so that version-valid-for equals the change counter.
   */
  public boolean pageCountTrusted() {
    return pageCount > 0 && versionValidFor == changeCounter;
  }

  /** Returns {@code UTF-8}, {@code UTF-16le} or {@code UTF-16be}; {@code UTF-8} for 0. */
  public String encodingName() {
    return switch (textEncoding) {
      case 2 -> "UTF-16le";
      case 3 -> "UTF-16be";
      default -> "UTF-8";
    };
  }

  /** Whether readers have to look into a WAL: the read version is 2. */
  public boolean wal() {
    return readVersion == 2;
  }

  /** Whether the file has pointer-map pages, for full or incremental auto-vacuum (section 1.8). */
  public boolean autoVacuum() {
    return largestRootPage != 0;
  }

  /**
   * Returns the pages of the database: the header's count if trusted, otherwise the whole pages
   * that the file holds.
   *
   * @param fileSizeBytes size of the main file in bytes
   */
  public long effectivePageCount(long fileSizeBytes) {
    return pageCountTrusted() ? pageCount : Math.max(0, fileSizeBytes) / pageSize;
  }

  /**
   * Returns the 1-based number of the page that holds byte 0x40000000 (1 GiB), which SQLite locks
   * and never uses (section 1.4). Most files end before it.
   */
  public long lockBytePage() {
    return PENDING_BYTE / pageSize + 1;
  }
}
