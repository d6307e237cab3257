package dev.kvsql.inspect;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What each chunk of one file is. The stretches are told one after the other and not kept: there
 * may be millions of them.
 */
public final class ChunkMap {
  private final FileSurvey file;
  private final Optional<ChunkPages> pages;
  private final Optional<DatabaseSpace> space;

  /**
   * The map of a file.
   *
   * @param space what the pages of the database are; nothing when that cannot be told
   */
  public ChunkMap(FileSurvey file, Optional<DatabaseSpace> space) {
    this.file = file;
    this.space = file.file() == FileTag.MAIN ? space : Optional.empty();
    pages = this.space.map(ChunkPages::new);
  }

  /** What a scan of the store found of the file. */
  public FileSurvey file() {
    return file;
  }

  /** Tells every stretch, in the order of the chunks; none when the file's size is not known. */
  public void forEach(Consumer<ChunkStretch> told) {
    Merger merger = new Merger(told);
    long end = 0;
    for (ChunkRun run : file.runs()) {
      run(run, merger);
      end = run.endChunk();
    }
    unlisted(end, merger);
    merger.finish();
  }

  private void run(ChunkRun run, Merger merger) {
    switch (run.condition()) {
      case SOUND -> sound(run, merger);
      case MISSING, EMPTY -> missing(run, merger);
      case SHORT -> merger.add(useAt(run).as(ChunkKind.SHORT), run);
      case LONG -> merger.add(useAt(run).as(ChunkKind.LONG), run);
      case TAIL -> merger.add(useAt(run).as(ChunkKind.TAIL), run);
      case ORPHAN -> merger.add(ChunkPages.Use.UNKNOWN.as(ChunkKind.ORPHAN), run);
    }
  }

  private ChunkPages.Use useAt(ChunkRun run) {
    return use(run.firstChunk());
  }

  private ChunkPages.Use use(long chunk) {
    return pages.map(known -> known.of(chunk)).orElse(ChunkPages.Use.UNKNOWN);
  }

  private void sound(ChunkRun run, Merger merger) {
    ChunkKind kind =
        switch (file.file()) {
          case MAIN -> ChunkKind.UNREACHED;
          case JOURNAL -> ChunkKind.JOURNAL;
          case WAL -> ChunkKind.WAL;
          case SHM -> ChunkKind.SHM;
        };
    if (pages.isEmpty()) {
      merger.add(ChunkPages.Use.UNKNOWN.as(kind), run);
      return;
    }
    for (long chunk = run.firstChunk(); chunk < run.endChunk(); chunk++) {
      merger.add(use(chunk), chunk, 1, within(chunk, chunk + 1));
    }
  }

  private void missing(ChunkRun run, Merger merger) {
    if (file.file() != FileTag.MAIN || pages.isEmpty()) {
      ChunkKind kind = file.file() == FileTag.MAIN ? ChunkKind.MISSING : ChunkKind.HOLE;
      merger.add(
          ChunkPages.Use.UNKNOWN.as(kind),
          run.firstChunk(),
          run.count(),
          within(run.firstChunk(), run.endChunk()));
      return;
    }
    for (long chunk = run.firstChunk(); chunk < run.endChunk(); ) {
      long next = Math.min(run.endChunk(), pages.get().nextUse(chunk));
      merger.add(pages.get().ofMissing(chunk), chunk, next - chunk, within(chunk, next));
      chunk = next;
    }
  }

  /** What a survey only adds up: the rest of the file, and so many chunks past its end. */
  private void unlisted(long listedEnd, Merger merger) {
    if (file.unlisted().isEmpty()) {
      return;
    }
    long end = file.expectedChunks();
    if (listedEnd < end) {
      merger.add(
          ChunkPages.Use.UNKNOWN.as(ChunkKind.UNLISTED),
          listedEnd,
          end - listedEnd,
          within(listedEnd, end));
    }
    file.unlisted().stream()
        .filter(run -> run.condition() == ChunkCondition.ORPHAN)
        .forEach(run -> run(run, merger));
  }

  private long within(long chunk, long end) {
    long size = file.sizeBytes().orElse(0);
    return Math.min(size, end * StoreKey.CHUNK_BYTES) - chunk * StoreKey.CHUNK_BYTES;
  }

  /** Joins neighbours that are the same. */
  private final class Merger {
    private final Consumer<ChunkStretch> told;
    private ChunkPages.Use use = ChunkPages.Use.UNKNOWN;
    private long first;
    private long count;
    private long bytes;

    Merger(Consumer<ChunkStretch> told) {
      this.told = told;
    }

    void add(ChunkPages.Use next, ChunkRun run) {
      add(next, run.firstChunk(), run.count(), run.storedBytes());
    }

    void add(ChunkPages.Use next, long chunk, long chunks, long moreBytes) {
      if (count == 0 || !next.equals(use) || chunk != first + count) {
        finish();
        use = next;
        first = chunk;
        count = 0;
        bytes = 0;
      }
      count += chunks;
      bytes += moreBytes;
    }

    void finish() {
      if (count > 0) {
        Optional<TableSpace> owner =
            use.owner() == PageOwners.NONE
                ? Optional.empty()
                : space.map(known -> known.tree(use.owner()));
        told.accept(new ChunkStretch(use.kind(), owner, use.shared(), first, count, bytes));
      }
    }
  }
}
