package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.ReadAheadChunkStore;
import dev.kvsql.chunk.StopSignal;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.format.PageCensus;
import dev.kvsql.inspect.DatabaseOverview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The walks that read every page: ours, and SQLite's. They go on at the same time, each in its own
 * thread, so that a full check takes hardly longer than SQLite's own.
 *
 * @param census what our walk met; nothing when the database has no valid header or no size, or
 *     when a record of it cannot be read
 * @param findings of both
 */
record PageWalks(Optional<PageCensus> census, List<Finding> findings) {
  PageWalks {
    findings = List.copyOf(findings);
  }

  /** No walk at all. */
  static PageWalks none() {
    return new PageWalks(Optional.empty(), List.of());
  }

  /**
   * Our walk, for what it tells about each page, which is nothing when it is stopped; it ends in no
   * finding but unreadable records.
   */
  static PageWalks census(ChunkStore store, DatabaseOverview overview) {
    try {
      return new PageWalks(overview.census(store), List.of());
    } catch (StoreException.Stopped e) {
      return none();
    } catch (StoreException.Damaged e) {
      return new PageWalks(Optional.empty(), List.of(DatabaseFinding.unreadable(e)));
    }
  }

  /**
   * Both, of a database that SQLite can open.
   *
   * @param stop ends them early
   */
  static PageWalks both(ChunkStore store, DatabaseOverview overview, StopSignal stop) {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<PageWalks> ours =
          executor.submit(() -> census(new ReadAheadChunkStore(store), overview));
      List<Finding> sqlite = sqlite(store, stop);
      PageWalks walked = result(ours);
      List<Finding> found = new ArrayList<>(walked.findings);
      List<Finding> pages = pages(overview, walked.census);
      found.addAll(pages);
      sqlite.stream()
          .filter(finding -> !found.contains(finding) && !isTold(finding, pages))
          .forEach(found::add);
      return new PageWalks(walked.census, found);
    }
  }

  private static List<Finding> sqlite(ChunkStore store, StopSignal stop) {
    try {
      return SqliteCheck.of(new ReadAheadChunkStore(store), stop);
    } catch (StoreException.Damaged e) {
      return List.of(DatabaseFinding.unreadable(e));
    }
  }

  private static PageWalks result(Future<PageWalks> ours) {
    try {
      return ours.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      throw cancelled;
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

  /** SQLite tells pages that nothing uses one by one. */
  private static boolean isTold(Finding finding, List<Finding> pages) {
    return finding instanceof PageFinding.Integrity integrity
        && integrity.unusedPage().stream()
            .anyMatch(page ->
                pages.stream()
                    .anyMatch(
                        other -> other instanceof PageFinding.Unreached run && run.covers(page)));
  }
}
