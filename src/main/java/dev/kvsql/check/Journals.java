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

  /** Whether SQLite must be kept from a sidecar, or has not recovered what is in it. */
  boolean pending() {
    return findings.stream().anyMatch(found -> !(found instanceof JournalFinding.Stale));
  }

  /** Whether parts of a sidecar are missing, so that what lies past its end may be of use. */
  boolean incomplete(FileTag file) {
    return findings.stream()
        .anyMatch(found -> found instanceof JournalFinding.Incomplete(FileTag of, _) && of == file);
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
    JournalState state = JournalState.of(bytes(FileTag.JOURNAL), mainBytes());
    if (isRollbackIncomplete(state)) {
      long sound = JournalState.soundRecords(bytes(FileTag.JOURNAL));
      return new JournalFinding.Incomplete(FileTag.JOURNAL, Math.min(sound, records(state)));
    }
    return switch (state) {
      case JournalState.Hot hot when Recovery.isCommitted(chunks, hot) ->
          stale(FileTag.JOURNAL, Reason.COMMITTED, sizeBytes);
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

  private boolean isRollbackIncomplete(JournalState state) {
    SidecarParts parts = new SidecarParts(chunks, survey.file(FileTag.JOURNAL).orElseThrow());
    return parts.isStartMissing()
        || (records(state) > 0 && parts.hasHoles())
        || (state instanceof JournalState.NotAJournal && parts.firstGap() < Long.MAX_VALUE)
        || JournalState.soundRecords(bytes(FileTag.JOURNAL)) < records(state)
        || parts
            .withPastEnd()
            .filter(whole -> records(JournalState.of(whole, mainBytes())) > records(state))
            .isPresent();
  }

  private static long records(JournalState state) {
    return state instanceof JournalState.Hot hot ? hot.records() : 0;
  }

  private Finding wal(long sizeBytes) {
    WalState state = WalState.of(bytes(FileTag.WAL));
    if (isWalIncomplete(state)) {
      return new JournalFinding.Incomplete(FileTag.WAL, frames(state));
    }
    return switch (state) {
      case WalState.Hot hot ->
          new JournalFinding.Hot(
              FileTag.WAL, hot.committedFrames(), isBlocked(overview.countedBytes()));
      case WalState.Empty _ -> stale(FileTag.WAL, Reason.EMPTY, sizeBytes);
      case WalState.NotAWal _ -> stale(FileTag.WAL, Reason.NOT_A_JOURNAL, sizeBytes);
      case WalState.NoFrames _ -> stale(FileTag.WAL, Reason.NO_COMMIT, sizeBytes);
    };
  }

  private boolean isWalIncomplete(WalState state) {
    SidecarParts parts = new SidecarParts(chunks, survey.file(FileTag.WAL).orElseThrow());
    return parts.isStartMissing()
        || isHoleAmongFrames(state, parts)
        || parts
            .withPastEnd()
            .filter(whole -> frames(WalState.of(whole)) > frames(state))
            .isPresent();
  }

  /** Behind the first invalid frame may be what is left from before the WAL began anew. */
  private static boolean isHoleAmongFrames(WalState state, SidecarParts parts) {
    return switch (state) {
      case WalState.Hot hot -> parts.firstGap() < hot.header().endOf(hot.validFrames() + 1);
      case WalState.NoFrames _, WalState.NotAWal _ -> parts.firstGap() < Long.MAX_VALUE;
      case WalState.Empty _ -> false;
    };
  }

  private static long frames(WalState state) {
    return state instanceof WalState.Hot hot ? hot.committedFrames() : 0;
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
    return isSizeUnknown()
        || isAnyMetaMalformed()
        || (bytesKnown > mainBytes() && mainPastEnd() > 0);
  }

  /** SQLite looks at every sidecar, so it cannot open the database. */
  private boolean isAnyMetaMalformed() {
    return survey.files().stream()
        .anyMatch(file -> file.meta().isPresent() && file.sizeBytes().isEmpty());
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
