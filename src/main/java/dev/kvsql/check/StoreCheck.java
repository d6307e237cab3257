package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.MeteredChunkStore;
import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.StoppableChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.function.LongConsumer;

/** The check of a store. */
public final class StoreCheck {
  private StoreCheck() {}

  /** Checks some of a store's databases, one after the other. */
  public static CheckReport of(Store store, List<String> databases, Level level, Severity failOn) {
    List<DatabaseReport> reports =
        databases.stream().map(name -> DatabaseCheck.of(store, name, level)).toList();
    return new CheckReport(
        store.name(), store.databases().size(), findings(store), reports, failOn);
  }

  /**
   * Checks one database. A database that changes under the check is not damaged, and not sound
   * either.
   *
   * @param stop ends the check early; what was found until then is reported
   * @param bytesRead told of what is read, by several threads
   */
  public static DatabaseReport of(
      Store store, String database, Level level, StopSignal stop, LongConsumer bytesRead) {
    ChunkStore chunks = new MeteredChunkStore(store.database(database), bytesRead);
    try {
      return DatabaseCheck.of(database, chunks, store.checksums(database), level, stop);
    } catch (ConcurrentModificationException e) {
      return new DatabaseReport(
          database, List.of(new StoreFinding.Changed("keys changed while they were read")));
    }
  }

  /**
   * Holds a KV dump of what some process has cached of a database against the store.
   *
   * @param report on the database, which gets what is found
   * @param stop ends it early; the report then says so
   * @throws IOException when the dump cannot be read
   */
  public static DatabaseReport withCache(
      DatabaseReport report, Store store, Path dump, StopSignal stop) throws IOException {
    try {
      ChunkStore chunks = new StoppableChunkStore(store.database(report.name()), stop);
      return report.with(CacheCheck.of(dump, chunks));
    } catch (StoreException.Stopped e) {
      return report.stopped(String.valueOf(e.getMessage()));
    }
  }

  /** What there is to say about an open store as a whole. */
  public static List<Finding> findings(Store store) {
    return store.pendingLogBytes().stream()
        .mapToObj(bytes -> (Finding) new StoreFinding.PendingLog(bytes))
        .toList();
  }

  /** The report on a store that cannot even be opened. */
  public static CheckReport unopenable(
      String store, StoreException.Damaged problem, Severity failOn) {
    return unopenable(store, finding(problem), failOn);
  }

  /** The report on a store that cannot be opened because of its redo log. */
  public static CheckReport unopenable(
      String store, StoreException.LogRefused problem, Severity failOn) {
    return unopenable(store, finding(problem), failOn);
  }

  /** That a store cannot even be opened. */
  public static Finding finding(StoreException.Damaged problem) {
    return new StoreFinding.Dirty(String.valueOf(problem.getMessage()));
  }

  /** That a store cannot be opened because of its redo log. */
  public static Finding finding(StoreException.LogRefused problem) {
    String found =
        switch (problem.usable()) {
          case NOTHING -> String.valueOf(problem.getMessage());
          // What can be done is the finding's next command.
          case COMMITS_BEFORE_DAMAGE -> problem.problem();
        };
    return new StoreFinding.LogRefused(found, problem.usable());
  }

  private static CheckReport unopenable(String store, Finding finding, Severity failOn) {
    return new CheckReport(store, 0, List.of(finding), List.of(), failOn);
  }
}
