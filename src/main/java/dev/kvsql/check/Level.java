package dev.kvsql.check;

import java.util.Locale;

/** How deep a check goes. */
public enum Level {
  /**
   * Keys, metas, chunks and their checksums, the SQLite header and the journals: one scan of the
   * store, and one more where checksums are kept.
   */
  QUICK,
  /**
   * Quick, then SQLite's integrity_check through the VFS, then its read cache against the store.
   */
  FULL;

  /** The word that people use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
