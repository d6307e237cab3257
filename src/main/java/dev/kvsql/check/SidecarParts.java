package dev.kvsql.check;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.inspect.ChunkCondition;
import dev.kvsql.inspect.ChunkRun;
import dev.kvsql.inspect.FileBytes;
import dev.kvsql.inspect.FileSurvey;
import java.util.Optional;

/**
 * Which parts of a sidecar are not where they should be. SQLite writes a sidecar from its start to
 * its end and cuts it to nothing or, once it is finished, to a limit: no chunk of it is ever
 * absent, and nothing that belongs to it lies past its end.
 *
 * @param file a sidecar that has a well-formed meta
 */
record SidecarParts(ChunkStore chunks, FileSurvey file) {
  /** Whether the chunk that the header is in has no byte. */
  boolean isStartMissing() {
    return file.runs().stream().anyMatch(run -> run.firstChunk() == 0 && isHole(run));
  }

  /** Whether any chunk within the file has no byte. */
  boolean hasHoles() {
    return file.missingChunks() > 0;
  }

  /** Where the first chunk with bytes missing starts, in bytes; the largest number for none. */
  long firstGap() {
    return file.runs().stream()
        .filter(run -> isHole(run) || run.condition() == ChunkCondition.SHORT)
        .mapToLong(run -> run.firstChunk() * StoreKey.CHUNK_BYTES)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private static boolean isHole(ChunkRun run) {
    return switch (run.condition()) {
      case MISSING, EMPTY -> true;
      case SOUND, SHORT, TAIL, LONG, ORPHAN -> false;
    };
  }

  /**
   * The file with what the store has past its end; nothing where there is nothing. A file without a
   * byte was emptied on purpose: that is how a transaction ends, and its chunks go after its size.
   */
  Optional<FileBytes> withPastEnd() {
    if (file.bytesPastEnd() == 0 || file.sizeBytes().orElse(0) == 0) {
      return Optional.empty();
    }
    long size = file.runs().getLast().endChunk() * StoreKey.CHUNK_BYTES;
    FileTag tag = file.file();
    OverlayChunkStore raised = new OverlayChunkStore(chunks);
    raised.apply(
        WriteBatch.builder().put(StoreKey.meta(tag), new FileMeta(size).encode()).build(),
        Durability.LAZY);
    return FileBytes.of(raised, tag);
  }
}
