package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.format.HeaderProblem;
import dev.kvsql.format.HeaderResult;
import dev.kvsql.format.PageCensus;
import dev.kvsql.inspect.DatabaseOverview;
import dev.kvsql.inspect.DatabaseSurvey;
import dev.kvsql.inspect.FileSurvey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The check of one database. Writes nothing. */
public final class DatabaseCheck {
  private final ChunkStore chunks;
  private final Level level;

  private DatabaseCheck(ChunkStore chunks, Level level) {
    this.chunks = chunks;
    this.level = level;
  }

  /**
   * Checks a database. When a recovery is pending, what counts is the recovered copy: the findings
   * are those of the copy, and that a recovery is pending.
   *
   * @throws dev.kvsql.chunk.StoreException when reading fails for a reason outside the store
   */
  public static DatabaseReport of(String name, ChunkStore chunks, Level level) {
    List<Finding> found;
    try {
      found = new DatabaseCheck(chunks, level).findings();
    } catch (StoreException.Damaged e) {
      found = List.of(unreadable(e));
    }
    return DatabaseReport.worstFirst(name, found.stream());
  }

  /**
   * Checks a database, and its checksums if it keeps any against what is stored, whether a recovery
   * is pending or not.
   */
  public static DatabaseReport of(Store store, String name, Level level) {
    ChunkStore chunks = store.database(name);
    return of(name, chunks, level).with(ChecksumCheck.of(chunks, store.checksums(name)));
  }

  private List<Finding> findings() {
    DatabaseOverview overview = DatabaseOverview.of(chunks);
    Journals journals = new Journals(chunks, overview);
    List<JournalFinding.Hot> hot = journals.hot();
    boolean recoverable =
        isMountable(overview) && hot.stream().noneMatch(JournalFinding.Hot::blocked);
    return hot.isEmpty() || !recoverable ? findings(chunks, overview, journals) : recovered(hot);
  }

  private List<Finding> findings(ChunkStore store, DatabaseOverview overview, Journals journals) {
    List<Finding> found = new ArrayList<>();
    Optional<PageCensus> census =
        level == Level.FULL || hasHoles(overview)
            ? census(store, overview, found)
            : Optional.empty();
    found.addAll(ChunkFindings.of(store, overview, journals, census));
    found.addAll(journals.findings());
    boolean readable = header(overview, found) && isMountable(overview) && journals.hot().isEmpty();
    if (readable && level == Level.FULL) {
      List<Finding> pages = pages(overview, census);
      found.addAll(pages);
      attempt(found, () -> found.addAll(SqliteCheck.of(store, page -> isUnreached(pages, page))));
    }
    return found;
  }

  /** What a chunk would hold matters only where one is missing, and telling reads every b-tree. */
  private static boolean hasHoles(DatabaseOverview overview) {
    return overview.survey().file(FileTag.MAIN).map(main -> main.missingChunks() > 0).orElse(false);
  }

  private static Optional<PageCensus> census(
      ChunkStore store, DatabaseOverview overview, List<Finding> found) {
    try {
      return overview.census(store);
    } catch (StoreException.Damaged e) {
      found.add(unreadable(e));
      return Optional.empty();
    }
  }

  private static List<Finding> pages(DatabaseOverview overview, Optional<PageCensus> census) {
    long mainBytes =
        overview.survey().file(FileTag.MAIN).map(main -> main.sizeBytes().orElse(0)).orElse(0L);
    return overview
        .validHeader()
        .flatMap(header -> census.map(pages -> PageCheck.of(header, pages, mainBytes)))
        .orElse(List.of());
  }

  private static boolean isUnreached(List<Finding> pages, long page) {
    return pages.stream()
        .anyMatch(found -> found instanceof PageFinding.Unreached run && run.covers(page));
  }

  /** A record that only SQLite reads may be broken; what was found before still counts. */
  private static void attempt(List<Finding> found, Runnable step) {
    try {
      step.run();
    } catch (StoreException.Damaged e) {
      if (!found.contains(unreadable(e))) {
        found.add(unreadable(e));
      }
    }
  }

  private static Finding unreadable(StoreException.Damaged e) {
    return new DatabaseFinding.RecordUnreadable(String.valueOf(e.getMessage()));
  }

  private List<Finding> recovered(List<JournalFinding.Hot> hot) {
    OverlayChunkStore copy = new OverlayChunkStore(chunks);
    try {
      Recovery.recover(copy);
    } catch (SQLException e) {
      List<Finding> found = new ArrayList<>(hot);
      found.add(new PageFinding.Integrity("recovery failed: " + e.getMessage()));
      return found;
    }
    DatabaseOverview overview = DatabaseOverview.of(copy);
    List<Finding> found = findings(copy, overview, new Journals(copy, overview));
    // What SQLite left in place is among them already.
    hot.stream().filter(finding -> !found.contains(finding)).forEach(found::add);
    return found;
  }

  /** Adds what is wrong with the SQLite header; says whether SQLite can read the database. */
  private static boolean header(DatabaseOverview overview, List<Finding> found) {
    boolean empty =
        overview
            .survey()
            .file(FileTag.MAIN)
            .map(main -> main.sizeBytes().orElse(1) == 0)
            .orElse(true);
    if (empty || overview.header().isEmpty()) {
      return true;
    }
    return switch (overview.header().get()) {
      case HeaderResult.Valid _ -> true;
      case HeaderResult.Invalid invalid -> {
        said(invalid.problems()).forEach(problem -> found.add(new PageFinding.Header(problem)));
        yield false;
      }
    };
  }

  /** Without the magic the other fields are no fields, and what they hold says nothing. */
  private static List<HeaderProblem> said(List<HeaderProblem> problems) {
    return problems.getFirst().offsetBytes() == 0 ? problems.subList(0, 1) : problems;
  }

  /** SQLite looks at the sidecars as well: a meta that cannot be understood keeps it out. */
  private static boolean isMountable(DatabaseOverview overview) {
    DatabaseSurvey survey = overview.survey();
    boolean understood =
        survey.files().stream()
            .allMatch(file -> file.meta().isEmpty() || file.sizeBytes().isPresent());
    return understood && survey.file(FileTag.MAIN).flatMap(FileSurvey::meta).isPresent();
  }
}
