package dev.kvsql.format;

/**
 * The header of a rollback journal (section 3).
 *
 * @param recordCount page records after this header as stored, 0..2^32-1; {@link #TO_THE_END} for
 *     all that follow
 * @param checksumNonce start of the checksum of each record, 0..2^32-1
 * @param originalPageCount pages of the database before the transaction; a rollback truncates the
 *     main file to that
 * @param sectorSize bytes that the header takes, a power of two in 32..65536
 * @param pageSize bytes in a page, a power of two in 512..65536
 */
public record JournalHeader(
    long recordCount, long checksumNonce, long originalPageCount, int sectorSize, int pageSize) {

  /** A record count that stands for all records up to the end of the file. */
  public static final long TO_THE_END = 0xffffffffL;

  /** Bytes of a record in the journal: page number, page, checksum. */
  int recordBytes() {
    return Integer.BYTES + pageSize + Integer.BYTES;
  }
}
