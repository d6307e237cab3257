package dev.kvsql.check;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import java.util.List;
import java.util.Optional;

/** The check of a store. */
public final class StoreCheck {
  private StoreCheck() {}

  /** Checks some of a store's databases, one after the other. */
  public static CheckReport of(Store store, List<String> databases, Level level, Severity failOn) {
    List<DatabaseReport> reports =
        databases.stream().map(name -> DatabaseCheck.of(store, name, level)).toList();
    List<Finding> findings =
        store.pendingLogBytes().stream()
            .mapToObj(bytes -> (Finding) new StoreFinding.PendingLog(bytes))
            .toList();
    return new CheckReport(
        store.name(), store.databases().size(), findings, reports, Optional.empty(), failOn);
  }

  /** The report on a store that cannot even be opened. */
  public static CheckReport unopenable(
      String store, StoreException.Damaged problem, Severity failOn) {
    return unopenable(store, new StoreFinding.Dirty(String.valueOf(problem.getMessage())), failOn);
  }

  /** The report on a store that cannot be opened because of its redo log. */
  public static CheckReport unopenable(
      String store, StoreException.LogRefused problem, Severity failOn) {
    String found =
        switch (problem.usable()) {
          case NOTHING -> String.valueOf(problem.getMessage());
          // What can be done is the finding's next command.
          case COMMITS_BEFORE_DAMAGE -> problem.problem();
        };
    return unopenable(store, new StoreFinding.LogRefused(found, problem.usable()), failOn);
  }

  private static CheckReport unopenable(String store, Finding finding, Severity failOn) {
    return new CheckReport(store, 0, List.of(finding), List.of(), Optional.empty(), failOn);
  }
}
