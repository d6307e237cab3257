package dev.kvsql.inspect;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.format.PageCensus;
import java.util.Optional;

/**
 * What is in one database.
 *
 * @param name the database's name
 * @param checksums what it keeps of its chunks
 * @param overview its keys and its header
 * @param census what its pages are; nothing without a valid header
 */
public record DatabaseInspection(
    String name, Checksums checksums, DatabaseOverview overview, Optional<PageCensus> census) {
  /** Looks at a database as it is stored: a hot journal is not applied. */
  static DatabaseInspection of(Store store, String name) {
    ChunkStore chunks = store.database(name);
    DatabaseOverview overview = DatabaseOverview.of(chunks);
    Checksums checksums = store.checksums(name).isPresent() ? Checksums.CRC32C : Checksums.NONE;
    return new DatabaseInspection(name, checksums, overview, overview.census(chunks));
  }
}
