package dev.kvsql.check;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.StoppableChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.format.HeaderProblem;
import dev.kvsql.format.HeaderResult;
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
  private final StopSignal stop;

  private DatabaseCheck(ChunkStore chunks, Level level, StopSignal stop) {
    this.chunks = new StoppableChunkStore(chunks, stop);
    this.level = level;
    this.stop = stop;
  }

  /**
   * Checks a database. When a recovery is pending, what counts is the recovered copy: the findings
   * are those of the copy, and that a recovery is pending.
   *
   * @throws dev.kvsql.chunk.StoreException when reading fails for a reason outside the store
   */
  public static DatabaseReport of(String name, ChunkStore chunks, Level level) {
    return of(name, chunks, level, new StopSignal());
  }

  private static DatabaseReport of(String name, ChunkStore chunks, Level level, StopSignal stop) {
    List<Finding> found;
    try {
      found = new DatabaseCheck(chunks, level, stop).findings();
    } catch (StoreException.Stopped e) {
      found = List.of();
    } catch (StoreException.Damaged e) {
      found = List.of(DatabaseFinding.unreadable(e));
    }
    return DatabaseReport.worstFirst(name, found.stream(), stop.reason());
  }

  /**
   * Checks a database, and its checksums if it keeps any against what is stored, whether a recovery
   * is pending or not.
   */
  public static DatabaseReport of(Store store, String name, Level level) {
    return of(name, store.database(name), store.checksums(name), level, new StopSignal());
  }

  /**
   * The same of any keys and values.
   *
   * @param stop ends the check early; what was found until then is reported
   */
  public static DatabaseReport of(
      String name,
      ChunkStore chunks,
      Optional<ChecksumMap> checksums,
      Level level,
      StopSignal stop) {
    DatabaseReport report = of(name, chunks, level, stop);
    try {
      return report.with(
          ChecksumCheck.of(
              new StoppableChunkStore(chunks, stop), StoppableChunkStore.of(checksums, stop)));
    } catch (StoreException.Stopped e) {
      return report.stopped(String.valueOf(e.getMessage()));
    }
  }

  private List<Finding> findings() {
    DatabaseOverview overview = DatabaseOverview.of(chunks);
    Journals journals = new Journals(chunks, overview);
    List<JournalFinding.Hot> hot = journals.hot();
    boolean recoverable =
        isMountable(overview)
            && hot.stream().noneMatch(JournalFinding.Hot::blocked)
            && !journals.incomplete(FileTag.JOURNAL)
            && !journals.incomplete(FileTag.WAL);
    return hot.isEmpty() || !recoverable
        ? findings(chunks, overview, journals)
        : recovered(overview, journals);
  }

  private List<Finding> findings(ChunkStore store, DatabaseOverview overview, Journals journals) {
    List<Finding> headers = header(overview);
    boolean readable = headers.isEmpty() && isMountable(overview) && !journals.pending();
    ChunkFindings chunkFindings = new ChunkFindings(store, overview, journals);
    PageWalks walks =
        chunkFindings
            .raised()
            .map(raised -> walks(raised, DatabaseOverview.of(raised), readable))
            .orElseGet(() -> walks(store, overview, readable));
    List<Finding> found = new ArrayList<>(chunkFindings.all(walks.census()));
    found.addAll(journals.findings());
    found.addAll(headers);
    found.addAll(walks.findings());
    return found;
  }

  private PageWalks walks(ChunkStore store, DatabaseOverview overview, boolean readable) {
    return switch (level) {
      case FULL ->
          readable ? PageWalks.both(store, overview, stop) : PageWalks.census(store, overview);
      // What a chunk would hold matters where one is missing, and telling reads every b-tree.
      case QUICK -> hasHoles(overview) ? PageWalks.census(store, overview) : PageWalks.none();
    };
  }

  private static boolean hasHoles(DatabaseOverview overview) {
    return overview.survey().file(FileTag.MAIN).map(main -> main.missingChunks() > 0).orElse(false);
  }

  private List<Finding> recovered(DatabaseOverview stored, Journals journals) {
    OverlayChunkStore copy = new OverlayChunkStore(chunks);
    try {
      Recovery.recover(copy);
    } catch (SQLException e) {
      // A journal that asks for a file beyond all bounds is a bad journal.
      if (e.getCause() instanceof StoreException failure
          && !(failure instanceof StoreException.TooLarge)) {
        throw failure;
      }
      List<Finding> found = new ArrayList<>(findings(chunks, stored, journals));
      found.replaceAll(finding ->
          finding instanceof JournalFinding.Hot pending ? pending.whichFails() : finding);
      found.add(new PageFinding.Integrity("recovery failed: " + e.getMessage()));
      return found;
    }
    DatabaseOverview overview = DatabaseOverview.of(copy);
    List<Finding> found = findings(copy, overview, new Journals(copy, overview));
    // What SQLite left in place is among them already.
    journals.hot().stream().filter(finding -> !found.contains(finding)).forEach(found::add);
    return found;
  }

  /** What is wrong with the SQLite header, and keeps SQLite from reading the database. */
  private static List<Finding> header(DatabaseOverview overview) {
    boolean empty =
        overview
            .survey()
            .file(FileTag.MAIN)
            .map(main -> main.sizeBytes().orElse(1) == 0)
            .orElse(true);
    if (empty || overview.header().isEmpty()) {
      return List.of();
    }
    return switch (overview.header().get()) {
      case HeaderResult.Valid _ -> List.of();
      case HeaderResult.Invalid invalid ->
          said(invalid.problems()).stream().<Finding>map(PageFinding.Header::new).toList();
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
