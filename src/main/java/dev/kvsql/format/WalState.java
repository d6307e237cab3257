package dev.kvsql.format;

/** What SQLite would find in a WAL when it next recovers it (sections 4.1 to 4.4). */
public sealed interface WalState {

  /** The file has no bytes: nothing to do. */
  record Empty() implements WalState {}

  /**
   * No header that SQLite accepts: shorter than one, wrong magic, page size, version or checksum.
   * SQLite ignores such a file, but refuses to open the database for a wrong version alone.
   */
  record NotAWal() implements WalState {}

  /**
   * A header, but no valid frame that ends a transaction: nothing to recover.
   *
   * @param header the header
   */
  record NoFrames(WalHeader header) implements WalState {}

  /**
   * Transactions that the main file may not have yet.
   *
   * @param header the header
   * @param validFrames frames from the first up to the first invalid one; at least the committed
   * @param committedFrames frames up to the last that ends a transaction, at least 1
   * @param databasePages pages of the database after that transaction
   */
  record Hot(WalHeader header, long validFrames, long committedFrames, long databasePages)
      implements WalState {}

  /**
   * Judges a WAL. Reads each frame up to the first invalid one.
   *
   * @param wal the WAL file
   */
  static WalState of(ByteSource wal) {
    return new WalReader(wal).state();
  }

  /** Whether there are committed frames. */
  default boolean hot() {
    return this instanceof Hot;
  }
}
