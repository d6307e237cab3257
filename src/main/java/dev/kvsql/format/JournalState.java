package dev.kvsql.format;

import java.util.Optional;

/**
 * What SQLite would make of a rollback journal when it next opens the database (section 3; <a
 * href="https://www.sqlite.org/lockingv3.html#rollback">File Locking, section 4</a>). Locks are not
 * looked at: a journal of a transaction that still runs looks hot.
 */
public sealed interface JournalState {

  /** The file has no bytes, as after {@code journal_mode=TRUNCATE}: nothing to do. */
  record Empty() implements JournalState {}

  /**
   * The first byte is zero: a finished {@code journal_mode=PERSIST} journal, or one that was never
   * synced. SQLite ignores it.
   */
  record Zeroed() implements JournalState {}

  /**
   * Neither empty nor zeroed, but no journal: magic missing, sizes implausible, or shorter than the
   * header with its sector. SQLite ignores it.
   */
  record NotAJournal() implements JournalState {}

  /** A journal beside a main file without bytes: SQLite deletes it. */
  record MainEmpty() implements JournalState {}

  /**
   * A journal that SQLite rolls back, unless it names a super-journal that does not exist.
   *
   * @param header the first header; a journal may have more
   * @param records page records that its headers count and the file has room for; may be 0, and the
   *     rollback then just restores the size of the main file. Their checksums are not verified
   * @param superJournal name of the super-journal of a transaction over several files
   */
  record Hot(JournalHeader header, long records, Optional<String> superJournal)
      implements JournalState {

    /** A journal without a super-journal. */
    public Hot(JournalHeader header, long records) {
      this(header, records, Optional.empty());
    }
  }

  /**
   * Judges a journal.
   *
   * @param journal the journal file
   * @param mainSizeBytes size of the main file in bytes
   */
  static JournalState of(ByteSource journal, long mainSizeBytes) {
    return new JournalReader(journal).state(mainSizeBytes);
  }

  /**
   * How many of the records that a hot journal counts have the right checksum, up to the first that
   * has not: there SQLite ends the rollback. Their number was written when they were durable, so
   * another checksum is damage, but for records that are not counted because nothing was synced:
   * those are all taken for sound.
   *
   * @param journal a hot journal; 0 for others
   */
  static long soundRecords(ByteSource journal) {
    return new JournalReader(journal).soundRecords();
  }

  /** Whether SQLite would roll back. */
  default boolean hot() {
    return this instanceof Hot;
  }
}
