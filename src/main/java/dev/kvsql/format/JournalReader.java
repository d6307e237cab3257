package dev.kvsql.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the headers of a rollback journal and the super-journal's name at its end (section 3). */
final class JournalReader {
  private static final long MAGIC = 0xd9d505f920a163d7L;
  private static final int HEADER_BYTES = 28;
  private static final int MIN_SECTOR_SIZE = 32;
  private static final int MAX_SECTOR_SIZE = 65536;

  /** Length, checksum and magic after a super-journal's name. */
  private static final int SUPER_TRAILER_BYTES = 16;

  /** SQLite's checksum of a record is of so few bytes (section 3). */
  private static final int SAMPLED_EVERY = 200;

  /** SQLite's longest path on any system, in bytes. */
  private static final int MAX_NAME_BYTES = 4096;

  private final ByteSource journal;
  private final long size;

  JournalReader(ByteSource journal) {
    this.journal = journal;
    this.size = journal.sizeBytes();
  }

  JournalState state(long mainSizeBytes) {
    if (size <= 0) {
      return new JournalState.Empty();
    }
    if (read(0, 1)[0] == 0) {
      return new JournalState.Zeroed();
    }
    JournalHeader header = size < HEADER_BYTES ? null : headerAt(0).orElse(null);
    if (header == null || !plausible(header)) {
      return new JournalState.NotAJournal();
    }
    return mainSizeBytes <= 0
        ? new JournalState.MainEmpty()
        : new JournalState.Hot(header, countRecords(header), superJournal());
  }

  long soundRecords() {
    JournalHeader first = size < HEADER_BYTES ? null : headerAt(0).orElse(null);
    return first == null || !plausible(first)
        ? 0
        : addUp(
            first,
            (offset, header, records) ->
                header.recordCount() == JournalHeader.TO_THE_END
                    ? records
                    : soundRecords(offset, first.pageSize(), header.checksumNonce(), records));
  }

  private long soundRecords(long offset, int pageSize, long nonce, long records) {
    byte[] record = new byte[Integer.BYTES + pageSize + Integer.BYTES];
    for (long number = 0; number < records; number++) {
      journal.read(offset + number * record.length, record);
      ByteCursor stored = ByteCursor.at(record, Integer.BYTES + pageSize);
      if (stored.u32() != (nonce + sampled(record, pageSize) & 0xffffffffL)) {
        return number;
      }
    }
    return records;
  }

  /** The sum of every 200th byte of a record's page, from its end on. */
  private static long sampled(byte[] record, int pageSize) {
    long sum = 0;
    for (int at = pageSize - SAMPLED_EVERY; at > 0; at -= SAMPLED_EVERY) {
      sum += record[Integer.BYTES + at] & 0xff;
    }
    return sum;
  }

  private Optional<JournalHeader> headerAt(long offset) {
    ByteCursor cursor = ByteCursor.at(read(offset, HEADER_BYTES), 0);
    if (cursor.signed(Long.BYTES) != MAGIC) {
      return Optional.empty();
    }
    return Optional.of(
        new JournalHeader(
            cursor.u32(), cursor.u32(), cursor.u32(), (int) cursor.u32(), (int) cursor.u32()));
  }

  private boolean plausible(JournalHeader header) {
    int sector = header.sectorSize();
    return sector >= MIN_SECTOR_SIZE
        && sector <= MAX_SECTOR_SIZE
        && Integer.bitCount(sector) == 1
        && DatabaseHeader.isPageSize(header.pageSize())
        && sector <= size;
  }

  private long countRecords(JournalHeader first) {
    return addUp(first, (offset, header, records) -> records);
  }

  /** How many of the records that follow a header count; fewer than all end the journal. */
  private interface Counting {
    long count(long offset, JournalHeader header, long records);
  }

  /**
   * Adds up the records of all headers: each begins at a multiple of the sector size after the
   * records of the one before. Sizes come from the first header alone.
   */
  private long addUp(JournalHeader first, Counting counting) {
    int sector = first.sectorSize();
    long total = 0;
    long offset = 0;
    JournalHeader header = first;
    while (header != null) {
      long room = (size - offset - sector) / first.recordBytes();
      long records = Math.min(header.recordCount(), room);
      long counted = counting.count(offset + sector, header, records);
      total += counted;
      long end = offset + sector + header.recordCount() * first.recordBytes();
      offset = Math.ceilDiv(end, sector) * sector;
      boolean more = counted == records && offset <= size - sector;
      header = more ? headerAt(offset).orElse(null) : null;
    }
    return total;
  }

  /** Page number, name, length, checksum, magic; SQLite looks at the last four. */
  private Optional<String> superJournal() {
    if (size < SUPER_TRAILER_BYTES) {
      return Optional.empty();
    }
    ByteCursor trailer = ByteCursor.at(read(size - SUPER_TRAILER_BYTES, SUPER_TRAILER_BYTES), 0);
    long length = trailer.u32();
    long checksum = trailer.u32();
    boolean named = trailer.signed(Long.BYTES) == MAGIC;
    if (!named || length == 0 || length > Math.min(MAX_NAME_BYTES, size - SUPER_TRAILER_BYTES)) {
      return Optional.empty();
    }
    byte[] name = read(size - SUPER_TRAILER_BYTES - length, (int) length);
    return matches(name, checksum)
        ? Optional.of(new String(name, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** The sum of the name's bytes, which are signed or not depending on SQLite's C compiler. */
  private static boolean matches(byte[] name, long checksum) {
    int signed = 0;
    int unsigned = 0;
    for (byte b : name) {
      signed += b;
      unsigned += b & 0xff;
    }
    return (int) checksum == signed || (int) checksum == unsigned;
  }

  private byte[] read(long offset, int count) {
    byte[] bytes = new byte[count];
    journal.read(offset, bytes);
    return bytes;
  }
}
