package dev.kvsql.inspect;

import dev.kvsql.format.PageKind;

/** What a chunk is, for a map of its file: first what is wrong with it, the worst first. */
public enum ChunkKind {
  /** Within the file, in use or perhaps in use, and not there: it reads as zeros. */
  MISSING,
  /** Fewer bytes than lie within the file. */
  SHORT,
  /** More than 4096 bytes. */
  LONG,
  /** So much is wrong in the file that the rest of it is not listed. */
  UNLISTED,
  /** A page that something points to, and that is none of what it should be. */
  BROKEN,
  /** Wholly past the end of the file. */
  ORPHAN,
  /** The last of the file, with bytes past its end. */
  TAIL,
  /** No pointer leads to its pages, or they cannot be understood without a valid header. */
  UNREACHED,
  /** The first chunk, with the SQLite header. */
  HEADER,
  TABLE_INTERIOR,
  TABLE_LEAF,
  INDEX_INTERIOR,
  INDEX_LEAF,
  OVERFLOW,
  FREELIST_TRUNK,
  FREELIST_LEAF,
  POINTER_MAP,
  LOCK_BYTE,
  /** Not there, and not in use: a free page, the lock-byte page, or in a sidecar. */
  HOLE,
  JOURNAL,
  WAL,
  SHM;

  /** Whether something is wrong with it. */
  public boolean isDamage() {
    return compareTo(UNREACHED) <= 0;
  }

  /** The kind of a chunk that is as long as it should be and holds a part of such a page. */
  static ChunkKind of(PageKind page) {
    return switch (page) {
      case TABLE_LEAF -> TABLE_LEAF;
      case TABLE_INTERIOR -> TABLE_INTERIOR;
      case INDEX_LEAF -> INDEX_LEAF;
      case INDEX_INTERIOR -> INDEX_INTERIOR;
      case OVERFLOW -> OVERFLOW;
      case FREELIST_TRUNK -> FREELIST_TRUNK;
      case FREELIST_LEAF -> FREELIST_LEAF;
      case POINTER_MAP -> POINTER_MAP;
      case LOCK_BYTE -> LOCK_BYTE;
      case UNKNOWN -> BROKEN;
      case UNREACHED -> UNREACHED;
    };
  }
}
