package dev.kvsql.inspect;

import dev.kvsql.chunk.Store;
import java.util.List;

/** What is in a store. */
public record StoreInspection(String store, List<DatabaseInspection> databases) {
  public StoreInspection {
    databases = List.copyOf(databases);
  }

  /** Looks at some of a store's databases. */
  public static StoreInspection of(
      Store store, List<String> databases, DatabaseInspection.Detail detail) {
    return new StoreInspection(
        store.name(),
        databases.stream().map(name -> DatabaseInspection.of(store, name, detail)).toList());
  }
}
