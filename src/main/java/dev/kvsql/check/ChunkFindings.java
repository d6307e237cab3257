package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.format.Anomaly;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.PageCensus;
import dev.kvsql.inspect.ChunkCondition;
import dev.kvsql.inspect.ChunkRun;
import dev.kvsql.inspect.DatabaseOverview;
import dev.kvsql.inspect.DatabaseSurvey;
import dev.kvsql.inspect.FileSurvey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Findings about keys, metas and chunks, from what an overview saw. */
final class ChunkFindings {
  private final ChunkStore chunks;
  private final DatabaseOverview overview;
  private final Journals journals;
  private final List<Finding> found = new ArrayList<>();
  private final Optional<MetaFinding.TooSmall> metaShort;
  private Optional<PageCensus> census = Optional.empty();
  private boolean pointedPastEnd;

  /** Looks for a size that is too small; the rest comes with {@link #all}. */
  ChunkFindings(ChunkStore chunks, DatabaseOverview overview, Journals journals) {
    this.chunks = chunks;
    this.overview = overview;
    this.journals = journals;
    metaShort = metaShort();
  }

  /**
   * The database with the size that its header counts, where the meta's is too small and every
   * chunk is there: what its pages are is judged by that.
   */
  Optional<ChunkStore> raised() {
    return metaShort
        .filter(MetaFinding.TooSmall::chunksComplete)
        .map(small -> raised(small.headerBytes()));
  }

  /**
   * All findings.
   *
   * @param pages needed when there are holes in the main file
   */
  List<Finding> all(Optional<PageCensus> pages) {
    census = pages;
    pointedPastEnd = isPointedPastEnd();
    DatabaseSurvey survey = overview.survey();
    survey
        .firstUnknownKey()
        .ifPresent(key -> found.add(new DatabaseFinding.KeyUnknown(key, survey.unknownKeys())));
    survey.files().forEach(this::file);
    return List.copyOf(found);
  }

  private void file(FileSurvey file) {
    if (file.meta().isEmpty()) {
      found.add(
          file.file() == FileTag.WAL && LostWal.hasCommits(chunks)
              ? new MetaFinding.WalLost(file.chunks(), file.storedBytes())
              : new MetaFinding.Missing(file.file(), file.chunks(), file.storedBytes()));
      return;
    }
    switch (file.meta().get()) {
      case FileMeta.Malformed(String expected, String was) ->
          found.add(new MetaFinding.Malformed(file.file(), expected, was));
      case FileMeta.WellFormed(FileMeta meta) -> {
        if (file.file() == FileTag.MAIN) {
          metaShort.ifPresent(found::add);
          unaligned(meta.sizeBytes());
        }
        file.runs().forEach(run -> run(file.file(), meta.sizeBytes(), run));
        file.unlisted().stream()
            .filter(rest -> rest.condition() != ChunkCondition.SOUND)
            .forEach(rest -> found.add(new ChunkFinding.More(file.file(), rest)));
      }
    }
  }

  private void unaligned(long sizeBytes) {
    overview
        .validHeader()
        .filter(header -> sizeBytes % header.pageSize() != 0)
        .ifPresent(header -> found.add(new MetaFinding.Unaligned(sizeBytes, header.pageSize())));
  }

  private void run(FileTag file, long sizeBytes, ChunkRun run) {
    boolean doubted = file == FileTag.MAIN ? isSizeDoubted(sizeBytes) : journals.incomplete(file);
    switch (run.condition()) {
      case SOUND -> {}
      case SHORT -> found.add(new ChunkFinding.TooShort(file, run));
      case LONG -> found.add(new ChunkFinding.TooLong(file, run));
      case TAIL -> found.add(new ChunkFinding.Tail(file, run, doubted));
      case ORPHAN -> found.add(new ChunkFinding.Orphan(file, run, sizeBytes, doubted));
      case MISSING -> missing(file, run);
      case EMPTY -> {
        found.add(new ChunkFinding.Empty(file, run));
        // Nothing is there to read, whether the key is or not.
        missing(file, run);
      }
    }
  }

  /**
   * Whether the meta's size may be wrong, so that what lies past it may be the database: nothing
   * past the end is deleted unless the SQLite header vouches for the end, and no page points there.
   */
  private boolean isSizeDoubted(long sizeBytes) {
    boolean vouched =
        overview
            .validHeader()
            .map(header -> sizeBytes > 0 && sizeBytes % header.pageSize() == 0)
            .orElse(false);
    return !vouched || metaShort.isPresent() || pointedPastEnd;
  }

  /** Whether a page points to another that the file does not have, but chunks past its end do. */
  private boolean isPointedPastEnd() {
    Optional<FileSurvey> main = overview.survey().file(FileTag.MAIN);
    if (census.isEmpty() || main.isEmpty()) {
      return false;
    }
    int pageSize = overview.validHeader().orElseThrow().pageSize();
    return census.get().anomalies().stream()
        .filter(anomaly -> anomaly.what() == Anomaly.What.OUT_OF_RANGE_POINTER)
        .map(anomaly -> (anomaly.found() - 1) * pageSize / StoreKey.CHUNK_BYTES)
        .anyMatch(chunk -> main.get().runs().stream().anyMatch(run -> holdsPastEnd(run, chunk)));
  }

  private static boolean holdsPastEnd(ChunkRun run, long chunk) {
    return (run.condition() == ChunkCondition.ORPHAN || run.condition() == ChunkCondition.TAIL)
        && run.firstChunk() <= chunk
        && chunk < run.endChunk();
  }

  /** Neighbours become one finding as long as their pages are used alike. */
  private void missing(FileTag file, ChunkRun run) {
    if (file != FileTag.MAIN) {
      found.add(new ChunkFinding.Missing(file, run, HoleUse.SIDECAR));
      return;
    }
    long sizeBytes = overview.survey().file(file).orElseThrow().sizeBytes().orElse(0);
    for (long start = run.firstChunk(); start < run.endChunk(); ) {
      HoleUse use = use(start);
      long end = endOfUse(start, use, run.endChunk());
      found.add(new ChunkFinding.Missing(file, hole(start, end, sizeBytes), use));
      start = end;
    }
  }

  /** Past the last page all chunks are alike: a wrong meta may count billions of them. */
  private long endOfUse(long start, HoleUse use, long limit) {
    long pagesEnd = Math.min(limit, chunksOfPages());
    long end = start + 1;
    while (end < pagesEnd && use(end) == use) {
      end++;
    }
    return end < limit && (end < pagesEnd || use(end) != use) ? end : limit;
  }

  private long chunksOfPages() {
    return census
        .map(pages -> lastOfInterest(pages) * overview.validHeader().orElseThrow().pageSize())
        .map(StoreKey::chunkCount)
        .orElse(0L);
  }

  /** A header may count billions of pages; behind the last that is reached all are alike. */
  private long lastOfInterest(PageCensus pages) {
    boolean mapped = overview.validHeader().orElseThrow().autoVacuum();
    return mapped ? pages.pageCount() : Math.min(pages.lastReached(), pages.pageCount());
  }

  private static ChunkRun hole(long start, long end, long sizeBytes) {
    long expected = Math.min(sizeBytes, end * StoreKey.CHUNK_BYTES) - start * StoreKey.CHUNK_BYTES;
    return new ChunkRun(ChunkCondition.MISSING, start, end - start, expected, 0);
  }

  private HoleUse use(long chunk) {
    Optional<DatabaseHeader> header = overview.validHeader();
    if (header.isEmpty() || census.isEmpty()) {
      return HoleUse.NOT_KNOWN;
    }
    int pageSize = header.get().pageSize();
    long first = chunk * StoreKey.CHUNK_BYTES / pageSize + 1;
    long last = (chunk * StoreKey.CHUNK_BYTES + StoreKey.CHUNK_BYTES - 1) / pageSize + 1;
    HoleUse worst = HoleUse.UNUSED;
    for (long page = first; page <= Math.min(last, census.get().pageCount()); page++) {
      HoleUse use = use(census.get(), page);
      if (use == HoleUse.IN_USE) {
        return use;
      }
      worst = use == HoleUse.NOT_KNOWN ? use : worst;
    }
    return worst;
  }

  private static HoleUse use(PageCensus census, long page) {
    return switch (census.kindOf(page)) {
      case FREELIST_LEAF, LOCK_BYTE -> HoleUse.UNUSED;
      // Where the walk met damage, what it did not reach may still be in use.
      case UNREACHED -> census.complete() ? HoleUse.UNUSED : HoleUse.NOT_KNOWN;
      case TABLE_LEAF,
          TABLE_INTERIOR,
          INDEX_LEAF,
          INDEX_INTERIOR,
          OVERFLOW,
          FREELIST_TRUNK,
          POINTER_MAP,
          UNKNOWN ->
          HoleUse.IN_USE;
    };
  }

  private Optional<MetaFinding.TooSmall> metaShort() {
    Optional<FileSurvey> main = overview.survey().file(FileTag.MAIN);
    if (main.isEmpty() || main.get().sizeBytes().isEmpty()) {
      return Optional.empty();
    }
    long metaBytes = main.get().sizeBytes().getAsLong();
    long counted = Math.max(overview.countedBytes(), journals.bytesBeforeTransaction().orElse(0));
    return counted <= metaBytes
        ? Optional.empty()
        : Optional.of(new MetaFinding.TooSmall(metaBytes, counted, isComplete(metaBytes, counted)));
  }

  /**
   * Whether every chunk past the meta's end would be sound if the meta said what the header does.
   */
  private boolean isComplete(long metaBytes, long headerBytes) {
    if (headerBytes > StoreKey.MAX_FILE_BYTES) {
      return false;
    }
    FileSurvey main = DatabaseSurvey.of(raised(headerBytes)).file(FileTag.MAIN).orElseThrow();
    long boundary = metaBytes / StoreKey.CHUNK_BYTES;
    // Where so much is wrong that it is not listed, nothing is known to be complete.
    return main.unlisted().isEmpty()
        && main.runs().stream()
            .filter(run -> run.endChunk() > boundary)
            .noneMatch(run ->
                switch (run.condition()) {
                  case SHORT, EMPTY, MISSING, LONG -> true;
                  case SOUND, TAIL, ORPHAN -> false;
                });
  }

  private ChunkStore raised(long sizeBytes) {
    OverlayChunkStore raised = new OverlayChunkStore(chunks);
    WriteBatch meta =
        WriteBatch.builder()
            .put(StoreKey.meta(FileTag.MAIN), new FileMeta(sizeBytes).encode())
            .build();
    raised.apply(meta, Durability.LAZY);
    return raised;
  }
}
