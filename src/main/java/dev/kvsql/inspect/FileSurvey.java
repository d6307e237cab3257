package dev.kvsql.inspect;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One file's keys, as a scan of the store found them.
 *
 * @param meta what its meta key holds; nothing when there is no meta key
 * @param chunks how many chunk keys there are
 * @param storedBytes bytes of all their values
 * @param runs the chunks by condition, in order; only their number and bytes are known while the
 *     size of the file is not: then there are no runs
 * @param unlisted what lies behind the last run that is listed, added up for each condition: how
 *     much is told of a file must not grow with its damage
 */
public record FileSurvey(
    FileTag file,
    Optional<FileMeta.Decoded> meta,
    long chunks,
    long storedBytes,
    List<ChunkRun> runs,
    List<ChunkRun> unlisted) {
  public FileSurvey {
    runs = List.copyOf(runs);
    unlisted = List.copyOf(unlisted);
  }

  private Stream<ChunkRun> all() {
    return Stream.concat(runs.stream(), unlisted.stream());
  }

  /** The runs past the end, those that are not listed as if they were one. */
  List<ChunkRun> orphans() {
    return all().filter(run -> run.condition() == ChunkCondition.ORPHAN).toList();
  }

  /** Size in bytes by a well-formed meta. */
  public OptionalLong sizeBytes() {
    return meta.isPresent() && meta.get() instanceof FileMeta.WellFormed(FileMeta decoded)
        ? OptionalLong.of(decoded.sizeBytes())
        : OptionalLong.empty();
  }

  /** How many chunks a file of that size has; 0 while the size is not known. */
  public long expectedChunks() {
    return StoreKey.chunkCount(sizeBytes().orElse(0));
  }

  /** How many chunks are in a condition. */
  public long count(ChunkCondition condition) {
    return all().filter(run -> run.condition() == condition).mapToLong(ChunkRun::count).sum();
  }

  /** Chunks within the file that the store has bytes for. */
  public long presentChunks() {
    return expectedChunks() - missingChunks();
  }

  /** Chunks within the file that the store has no byte for. */
  public long missingChunks() {
    return count(ChunkCondition.MISSING) + count(ChunkCondition.EMPTY);
  }

  /** Bytes in the store that lie past the end of the file. */
  public long bytesPastEnd() {
    return all()
        .filter(run ->
            switch (run.condition()) {
              case ORPHAN, TAIL -> true;
              case SOUND, SHORT, LONG, EMPTY, MISSING -> false;
            })
        .mapToLong(run -> run.storedBytes() - run.expectedBytes())
        .sum();
  }
}
