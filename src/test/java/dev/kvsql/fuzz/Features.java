package dev.kvsql.fuzz;

/** What a mount can do that not every mount could: statements that need it are drawn or not. */
final class Features {
  /** A database in WAL mode has several connections, and none needs an exclusive lock. */
  static final boolean SHARED_WAL = true;

  /** {@code ATTACH} of a second database that is mounted, and transactions over both. */
  static final boolean ATTACH = true;

  /**
   * Of several connections that find a hot journal at once none takes another's rollback of it for
   * a writer, who alone may leave a journal beside a file that can be read.
   */
  static final boolean HOT_JOURNAL_OF_SEVERAL = true;

  /** An exception of a connection that could not be made, as the store failed, says so. */
  static final boolean CONNECT_TELLS_WHY = true;

  private Features() {}
}
