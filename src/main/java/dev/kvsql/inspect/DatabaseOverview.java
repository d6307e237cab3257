package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderResult;
import dev.kvsql.format.PageCensus;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one scan and the first page tell about a database.
 *
 * @param survey its keys
 * @param header the SQLite header, valid or not, from the stored first chunk whatever the meta says
 *     of the file's size; nothing when there is no such chunk and no size that needs one
 */
public record DatabaseOverview(DatabaseSurvey survey, Optional<HeaderResult> header) {
  /** Looks at a database as it is stored: a hot journal is not applied. */
  public static DatabaseOverview of(ChunkStore store) {
    DatabaseSurvey survey = DatabaseSurvey.of(store);
    byte[] first = store.get(StoreKey.chunk(FileTag.MAIN, 0));
    boolean needed =
        survey.file(FileTag.MAIN).map(main -> main.sizeBytes().orElse(0) > 0).orElse(false);
    Optional<HeaderResult> header =
        first != null
            ? Optional.of(header(first))
            : needed ? Optional.of(header(new byte[DatabaseHeader.SIZE_BYTES])) : Optional.empty();
    return new DatabaseOverview(survey, header);
  }

  /** The header when it is valid. */
  public Optional<DatabaseHeader> validHeader() {
    return header.flatMap(DatabaseOverview::valid);
  }

  /**
   * How many bytes the main file has by the header's page count; 0 when that is not to be trusted,
   * which is decided as SQLite does (fileformat2, section 1.3.7).
   */
  public long countedBytes() {
    return validHeader()
        .filter(DatabaseHeader::pageCountTrusted)
        .map(header -> header.pageCount() * header.pageSize())
        .orElse(0L);
  }

  /** A database's header, when it has a valid one and its size is known; reads only that. */
  public static Optional<DatabaseHeader> headerOf(ChunkStore store) {
    return FileMeta.sizeIn(store, FileTag.MAIN).isPresent()
        ? storedHeader(store)
        : Optional.empty();
  }

  /** The header in the stored first chunk when it is valid, whatever the meta says. */
  static Optional<DatabaseHeader> storedHeader(ChunkStore store) {
    byte[] first = store.get(StoreKey.chunk(FileTag.MAIN, 0));
    return first == null ? Optional.empty() : valid(header(first));
  }

  private static Optional<DatabaseHeader> valid(HeaderResult result) {
    return switch (result) {
      case HeaderResult.Valid(DatabaseHeader valid) -> Optional.of(valid);
      case HeaderResult.Invalid _ -> Optional.empty();
    };
  }

  /**
   * What the database's pages are, which reads every b-tree page; nothing without a valid header.
   */
  public Optional<PageCensus> census(ChunkStore store) {
    return validHeader()
        .filter(_ -> isSized())
        .flatMap(
            valid -> FileBytes.of(store, FileTag.MAIN).map(bytes -> PageCensus.of(valid, bytes)));
  }

  /** Whether the size of the main file is known. */
  boolean isSized() {
    return survey.file(FileTag.MAIN).map(main -> main.sizeBytes().isPresent()).orElse(false);
  }

  private static HeaderResult header(byte[] firstChunk) {
    return DatabaseHeader.parse(Arrays.copyOf(firstChunk, DatabaseHeader.SIZE_BYTES));
  }
}
