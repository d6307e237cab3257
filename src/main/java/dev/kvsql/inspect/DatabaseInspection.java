package dev.kvsql.inspect;

import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.format.PageCensus;
import java.util.List;
import java.util.Optional;

/**
 * What is in one database.
 *
 * @param name the database's name
 * @param checksums what it keeps of its chunks
 * @param overview its keys and its header
 * @param census what its pages are; nothing without a valid header
 * @param space which table or index has each page; nothing without a valid header, or when it was
 *     not asked for
 */
public record DatabaseInspection(
    String name,
    Checksums checksums,
    DatabaseOverview overview,
    Optional<PageCensus> census,
    Optional<DatabaseSpace> space) {
  /** How much is told of the pages. */
  public enum Detail {
    /** How many are of which kind. */
    KINDS,
    /** Also which table or index has them: five bytes of memory a page instead of one. */
    OWNERS
  }

  /** Looks at a database as it is stored: a hot journal is not applied. */
  static DatabaseInspection of(Store store, String name, Detail detail) {
    Checksums checksums = store.checksums(name).isPresent() ? Checksums.CRC32C : Checksums.NONE;
    return of(name, checksums, store.database(name), detail);
  }

  /** The same of any keys and values, with how many pages are of which kind. */
  public static DatabaseInspection of(String name, Checksums checksums, ChunkStore chunks) {
    return of(name, checksums, chunks, Detail.KINDS);
  }

  private static DatabaseInspection of(
      String name, Checksums checksums, ChunkStore chunks, Detail detail) {
    DatabaseOverview overview = DatabaseOverview.of(chunks);
    Optional<DatabaseSpace> space =
        switch (detail) {
          case KINDS -> Optional.empty();
          case OWNERS -> DatabaseSpace.of(chunks, overview);
        };
    Optional<PageCensus> census =
        switch (detail) {
          case KINDS -> overview.census(chunks);
          case OWNERS -> space.map(DatabaseSpace::census);
        };
    return new DatabaseInspection(name, checksums, overview, census, space);
  }

  /** What each chunk of each of its files is. */
  public List<ChunkMap> maps() {
    return overview.survey().files().stream().map(file -> new ChunkMap(file, space)).toList();
  }
}
