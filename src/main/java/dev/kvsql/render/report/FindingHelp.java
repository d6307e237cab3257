package dev.kvsql.render.report;

import dev.kvsql.check.FindingId;

/**
 * What a kind of finding means, for people who see it in a list of many tools' findings.
 *
 * @param title in a few words
 * @param text in one or two sentences
 */
public record FindingHelp(String title, String text) {
  /** The help of a kind. */
  public static FindingHelp of(FindingId id) {
    return switch (id) {
      case STORE_DIRTY ->
          new FindingHelp(
              "The store cannot be opened",
              "The MapDB file was not closed cleanly by the program that wrote it, or"
                  + " is damaged. A repair salvages what can be read into a new store and"
                  + " keeps the old one.");
      case STORE_LOG ->
          new FindingHelp(
              "A redo log lies beside the store",
              "Commits lie in the redo log, which is a part of the store; the next"
                  + " open for writing carries them over. Fatal when the log is damaged or"
                  + " belongs to another store.");
      case RECORD_UNREADABLE ->
          new FindingHelp(
              "A record cannot be read",
              "MapDB cannot read a part of the store, so that nothing is known of"
                  + " what is in it.");
      case KEY_UNKNOWN ->
          new FindingHelp(
              "A key that the layout does not define",
              "A key has the layout's prefix, and is none of its metas and chunks.");
      case META_MALFORMED ->
          new FindingHelp(
              "A file's meta is malformed",
              "The meta of a file, which has its size, cannot be understood; SQLite"
                  + " cannot open the database.");
      case META_MISSING ->
          new FindingHelp(
              "Chunks without a meta",
              "There are chunks of a file that has no meta, and so no size.");
      case META_SHORT ->
          new FindingHelp(
              "The meta is smaller than SQLite's own count",
              "The SQLite header counts more bytes than the meta; what lies past the"
                  + " meta's end must not be deleted.");
      case META_UNALIGNED ->
          new FindingHelp(
              "The main file is no whole number of pages",
              "The size of the main file is not a multiple of its page size.");
      case CHUNK_ORPHAN ->
          new FindingHelp(
              "Chunks past the end of their file",
              "What an interrupted truncate leaves: harmless until the file grows"
                  + " again, when old bytes come back.");
      case CHUNK_TAIL ->
          new FindingHelp(
              "The last chunk reaches past the end",
              "What an interrupted truncate leaves: bytes past the end of the file"
                  + " come back when it grows.");
      case CHUNK_LONG ->
          new FindingHelp(
              "A chunk of more than 4096 bytes",
              "A chunk holds more than a chunk can; what lies behind its first 4096"
                  + " bytes is never read.");
      case CHUNK_SHORT ->
          new FindingHelp(
              "A chunk that is too short",
              "A chunk within the file has fewer bytes than lie there; the rest reads"
                  + " as zeros.");
      case CHUNK_MISSING ->
          new FindingHelp(
              "A chunk is missing",
              "There is a hole in the file, which reads as zeros; an error where the"
                  + " database uses the page.");
      case CHUNK_EMPTY ->
          new FindingHelp(
              "A value without a byte",
              "A chunk is stored with no byte, which is as if it were not there.");
      case CHUNK_CHECKSUM ->
          new FindingHelp(
              "A chunk and its checksum do not go together",
              "The chunk was damaged, or changed by a program that keeps no" + " checksums.");
      case JOURNAL_HOT ->
          new FindingHelp(
              "A recovery is pending",
              "A hot journal, or a WAL with committed frames: SQLite recovers the"
                  + " database at the next open. What is reported besides is what the"
                  + " recovered copy has.");
      case JOURNAL_STALE ->
          new FindingHelp(
              "A sidecar file that SQLite ignores",
              "A journal, WAL or shm is left over that means nothing any more.");
      case PAGE_HEADER ->
          new FindingHelp(
              "The SQLite header is not valid",
              "SQLite does not open a database with such a header.");
      case PAGE_COUNT ->
          new FindingHelp(
              "The number of pages is wrong",
              "The SQLite header counts another number of pages than the file has.");
      case PAGE_FREELIST ->
          new FindingHelp(
              "The freelist is damaged",
              "The list of unused pages contradicts itself, its count, or the rest of"
                  + " the database.");
      case PAGE_TREE ->
          new FindingHelp(
              "A b-tree is damaged",
              "A page of a table or index contradicts the page that points to it, or"
                  + " is used twice, or not at all.");
      case SQLITE_INTEGRITY ->
          new FindingHelp(
              "SQLite's integrity_check reports damage",
              "What SQLite itself says about the database when it reads it through" + " the VFS.");
      case SQLITE_FOREIGN_KEY ->
          new FindingHelp(
              "Rows whose foreign key names no row",
              "SQLite lets this happen while foreign_keys is off, as it is by" + " default.");
      case CACHE_STALE ->
          new FindingHelp(
              "The cache holds other bytes than the store",
              "Reading through the cache gives other bytes than the store has.");
      case CACHE_LENGTH ->
          new FindingHelp(
              "The cache holds another length than the store",
              "A cached chunk, or the size in memory, is longer or shorter than what"
                  + " is stored.");
      case CACHE_BEYOND_EOF ->
          new FindingHelp(
              "The cache holds a chunk past the end",
              "A chunk wholly past the end of the file is still cached.");
      case CACHE_ABSENT ->
          new FindingHelp(
              "The cache holds a chunk that is not stored",
              "A chunk is cached that the store does not have.");
      case STORE_CHANGED ->
          new FindingHelp(
              "The store changed during the check",
              "Another program wrote to the store meanwhile, without its lock: what"
                  + " was found proves nothing.");
    };
  }
}
