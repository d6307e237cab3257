package dev.kvsql.inspect;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderResult;
import dev.kvsql.format.PageCensus;
import java.util.Optional;

/**
 * What one scan and the first page tell about a database.
 *
 * @param survey its keys
 * @param header the SQLite header, valid or not; nothing when there is no main file or it is empty
 */
public record DatabaseOverview(DatabaseSurvey survey, Optional<HeaderResult> header) {
  /** Looks at a database as it is stored: a hot journal is not applied. */
  public static DatabaseOverview of(ChunkStore store) {
    DatabaseSurvey survey = DatabaseSurvey.of(store);
    Optional<HeaderResult> header =
        survey
            .file(FileTag.MAIN)
            .filter(main -> main.sizeBytes().orElse(0) > 0)
            .flatMap(main -> FileBytes.of(store, FileTag.MAIN))
            .map(DatabaseOverview::header);
    return new DatabaseOverview(survey, header);
  }

  /** The header when it is valid. */
  public Optional<DatabaseHeader> validHeader() {
    return header.flatMap(DatabaseOverview::valid);
  }

  /** A database's header, when it has a valid one and its size is known; reads only that. */
  public static Optional<DatabaseHeader> headerOf(ChunkStore store) {
    byte[] meta = store.get(StoreKey.meta(FileTag.MAIN));
    boolean sized = meta != null && FileMeta.decode(meta) instanceof FileMeta.WellFormed;
    return sized
        ? FileBytes.of(store, FileTag.MAIN)
            .map(DatabaseOverview::header)
            .flatMap(DatabaseOverview::valid)
        : Optional.empty();
  }

  private static Optional<DatabaseHeader> valid(HeaderResult result) {
    return switch (result) {
      case HeaderResult.Valid(DatabaseHeader valid) -> Optional.of(valid);
      case HeaderResult.Invalid _ -> Optional.empty();
    };
  }

  /** What the database's pages are, which reads every b-tree page; nothing without a valid header. */
  public Optional<PageCensus> census(ChunkStore store) {
    return validHeader()
        .flatMap(
            valid ->
                FileBytes.of(store, FileTag.MAIN).map(bytes -> PageCensus.of(valid, bytes)));
  }

  private static HeaderResult header(FileBytes main) {
    byte[] first = new byte[(int) Math.min(DatabaseHeader.SIZE_BYTES, main.sizeBytes())];
    main.read(0, first);
    return DatabaseHeader.parse(first);
  }
}
