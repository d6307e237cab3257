package dev.kvsql.check;

/** What a chunk that the store does not have would hold. */
public enum HoleUse {
  /** At least one page of the database that is in use. */
  IN_USE,
  /** Free pages, the lock-byte page, or pages past the header's count: zeros do no harm. */
  UNUSED,
  /** A part of a journal, which proves itself by its checksums. */
  SIDECAR,
  /** The pages cannot be told, so the worst is assumed. */
  NOT_KNOWN
}
