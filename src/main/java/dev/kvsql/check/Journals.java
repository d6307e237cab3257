package dev.kvsql.check;

import dev.kvsql.check.JournalFinding.Stale.Reason;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.format.JournalState;
import dev.kvsql.format.WalState;
import dev.kvsql.inspect.DatabaseOverview;
import dev.kvsql.inspect.DatabaseSurvey;
import dev.kvsql.inspect.FileBytes;
import dev.kvsql.inspect.FileSurvey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What SQLite would make of a database's sidecar files at the next open. */
final class Journals {
  private final ChunkStore chunks;
  private final DatabaseOverview overview;
  private final DatabaseSurvey survey;
  private final List<Finding> findings = new ArrayList<>();
  private OptionalLong bytesBeforeTransaction = OptionalLong.empty();

  /** Looks at the sidecars, a WAL frame by frame. */
  Journals(ChunkStore chunks, DatabaseOverview overview) {
    this.chunks = chunks;
    this.overview = overview;
    survey = overview.survey();
    for (FileSurvey file : survey.files()) {
      file.sizeBytes().ifPresent(sizeBytes -> judge(file.file(), sizeBytes));
    }
  }

  /** A finding for each sidecar that has a well-formed meta. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Those of them that SQLite applies at the next open. */
  List<JournalFinding.Hot> hot() {
    return findings.stream()
        .filter(JournalFinding.Hot.class::isInstance)
        .map(JournalFinding.Hot.class::cast)
        .toList();
  }

  /**
   * The size that the main file had before the transaction of a rollback journal that is to be
   * applied, in bytes: the file is never smaller while such a journal is there.
   */
  OptionalLong bytesBeforeTransaction() {
    return bytesBeforeTransaction;
  }

  private void judge(FileTag file, long sizeBytes) {
    switch (file) {
      case MAIN -> {}
      case JOURNAL -> findings.add(rollbackJournal(sizeBytes));
      case WAL -> findings.add(wal(sizeBytes));
      case SHM -> findings.add(stale(file, Reason.SHARED_MEMORY, sizeBytes));
    }
  }

  private Finding rollbackJournal(long sizeBytes) {
    return switch (JournalState.of(bytes(FileTag.JOURNAL), mainBytes())) {
      case JournalState.Hot hot -> rollbackPending(hot);
      case JournalState.Empty _ -> stale(FileTag.JOURNAL, Reason.EMPTY, sizeBytes);
      case JournalState.Zeroed _ -> stale(FileTag.JOURNAL, Reason.FINISHED, sizeBytes);
      case JournalState.NotAJournal _ -> stale(FileTag.JOURNAL, Reason.NOT_A_JOURNAL, sizeBytes);
      case JournalState.MainEmpty _ -> stale(FileTag.JOURNAL, Reason.MAIN_EMPTY, sizeBytes);
    };
  }

  private Finding rollbackPending(JournalState.Hot hot) {
    long bytesBefore = hot.header().originalPageCount() * hot.header().pageSize();
    bytesBeforeTransaction = OptionalLong.of(bytesBefore);
    return new JournalFinding.Hot(FileTag.JOURNAL, hot.records(), isBlocked(bytesBefore));
  }

  private Finding wal(long sizeBytes) {
    return switch (WalState.of(bytes(FileTag.WAL))) {
      case WalState.Hot hot ->
          new JournalFinding.Hot(
              FileTag.WAL, hot.committedFrames(), isBlocked(overview.countedBytes()));
      case WalState.Empty _ -> stale(FileTag.WAL, Reason.EMPTY, sizeBytes);
      case WalState.NotAWal _ -> stale(FileTag.WAL, Reason.NOT_A_JOURNAL, sizeBytes);
      case WalState.NoFrames _ -> stale(FileTag.WAL, Reason.NO_COMMIT, sizeBytes);
    };
  }

  private static Finding stale(FileTag file, Reason why, long sizeBytes) {
    return new JournalFinding.Stale(file, why, sizeBytes);
  }

  private FileBytes bytes(FileTag file) {
    return FileBytes.of(chunks, file).orElseThrow();
  }

  /**
   * Whether SQLite would do harm now: it takes the main file for shorter than it was, and writes
   * over what lies past that end.
   */
  private boolean isBlocked(long bytesKnown) {
    return isSizeUnknown() || (bytesKnown > mainBytes() && mainPastEnd() > 0);
  }

  /** SQLite ignores a journal beside an empty file; one whose size is lost is not empty. */
  private boolean isSizeUnknown() {
    Optional<FileSurvey> main = survey.file(FileTag.MAIN);
    return main.isPresent()
        && (main.get().sizeBytes().isEmpty()
            || (main.get().sizeBytes().getAsLong() == 0 && main.get().chunks() > 0));
  }

  private long mainPastEnd() {
    return survey.file(FileTag.MAIN).map(FileSurvey::bytesPastEnd).orElse(0L);
  }

  private long mainBytes() {
    long bytes = survey.file(FileTag.MAIN).map(main -> main.sizeBytes().orElse(0)).orElse(0L);
    return isSizeUnknown() ? 1 : bytes;
  }
}
