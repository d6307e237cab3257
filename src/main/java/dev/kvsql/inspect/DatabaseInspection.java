package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.format.PageCensus;
import java.util.Optional;

/**
 * What is in one database.
 *
 * @param name the database's name
 * @param overview its keys and its header
 * @param census what its pages are; nothing without a valid header
 */
public record DatabaseInspection(
    String name, DatabaseOverview overview, Optional<PageCensus> census) {
  /** Looks at a database as it is stored: a hot journal is not applied. */
  public static DatabaseInspection of(String name, ChunkStore store) {
    DatabaseOverview overview = DatabaseOverview.of(store);
    return new DatabaseInspection(name, overview, overview.census(store));
  }
}
