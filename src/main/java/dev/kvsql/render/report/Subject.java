package dev.kvsql.render.report;

import java.util.Optional;

/**
 * What was checked: a database of a store, or the store itself.
 *
 * @param store as it was named
 * @param database name of the database; empty for the store itself
 */
public record Subject(String store, Optional<String> database) {
  /** A store itself. */
  public static Subject of(String store) {
    return new Subject(store, Optional.empty());
  }

  /** A database of a store. */
  public static Subject of(String store, String database) {
    return new Subject(store, Optional.of(database));
  }

  /** {@code app.kv main}, as people read it; not escaped. */
  public String title() {
    return database.map(name -> store + " " + name).orElse(store);
  }
}
