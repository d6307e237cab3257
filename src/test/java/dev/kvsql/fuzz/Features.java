package dev.kvsql.fuzz;

/** What a mount can do that not every mount could: statements that need it are drawn or not. */
final class Features {
  /** A database in WAL mode has several connections, and none needs an exclusive lock. */
  static final boolean SHARED_WAL = true;

  /** {@code ATTACH} of a second database that is mounted, and transactions over both. */
  static final boolean ATTACH = true;

  private Features() {}
}
