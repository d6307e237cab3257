package dev.kvsql.chunk;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A store: databases by name, each a {@link ChunkStore}. Whoever opened it closes it; afterwards
 * its databases fail with a {@link StoreException}.
 */
public interface Store extends AutoCloseable {
  /** The name of the database that is meant when none is named. */
  String DEFAULT_DATABASE = "main";

  /** How the store is called in messages: the path that it was opened by. */
  String name();

  /**
   * Bytes of commits that were found in a redo log when the store was opened, if there were any.
   */
  OptionalLong pendingLogBytes();

  /** The names of all databases, sorted. */
  List<String> databases();

  /**
   * The database of that name.
   *
   * @throws StoreException.Missing when there is none
   */
  ChunkStore database(String name);

  /**
   * The checksums that the database of that name keeps, if it keeps any.
   *
   * @throws StoreException.Missing when there is no such database
   */
  Optional<ChecksumMap> checksums(String name);

  /** Where the store keeps its super-journals: see {@link ChunkStore#superJournals}. */
  ChunkStore superJournals();

  /** Makes an empty database without checksums, durable when the call returns. */
  default ChunkStore createDatabase(String name) {
    return createDatabase(name, Checksums.NONE);
  }

  /**
   * Makes an empty database, durable when the call returns.
   *
   * @throws StoreException.Failed when the name is taken or the store is open for reading
   */
  ChunkStore createDatabase(String name, Checksums checksums);

  /** As below; the database has checksums if the one that it replaces has. */
  default Replacement replaceDatabase(String name) {
    return replaceDatabase(name, Checksums.NONE);
  }

  /**
   * Starts to fill a database that takes this name when it is whole, in place of the one that may
   * have it now.
   *
   * @param checksums what it keeps; those that the replaced database has it keeps in any case
   */
  Replacement replaceDatabase(String name, Checksums checksums);

  /** A database that is filled aside, in as many batches as it takes. */
  interface Replacement extends AutoCloseable {
    /** Where to put the content. */
    ChunkStore chunks();

    /** Gives it its name, atomically and durably, and removes the database that had it. */
    void publish();

    /** Discards what was filled, unless it was published. */
    @Override
    void close();
  }

  /** Closes the store; what was committed lazily is durable afterwards. */
  @Override
  void close();
}
