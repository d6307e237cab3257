package dev.kvsql.explore.recording;

import dev.kvsql.chunk.FileTag;
import java.util.OptionalLong;

/**
 * Operations between which a file is in pieces, and after the last of which it is whole again: only
 * a crash in between would leave it so.
 *
 * @param firstOperation the one after which it is in pieces
 * @param lastOperation the one that makes it whole
 * @param chunks at risk, all that were at any time; may be none
 * @param tail the last chunk of the file, when it is too long or too short for a time
 */
public record CrashWindow(
    FileTag file,
    Cause cause,
    long firstOperation,
    long lastOperation,
    ChunkGroup chunks,
    OptionalLong tail) {
  /** In which order the pieces came. */
  public enum Cause {
    /** The meta had a smaller size before the chunks past it were gone. */
    SIZE_BEFORE_CHUNKS_GO,
    /** Chunks were gone or cut before a meta had a smaller size. */
    CHUNKS_GO_BEFORE_SIZE,
    /** Chunks were there before a meta that counts them. */
    CHUNKS_BEFORE_SIZE,
    /** Chunks were there before the first meta of the file. */
    CHUNKS_BEFORE_META,
    /** The meta was gone before the chunks. */
    META_GOES_BEFORE_CHUNKS
  }

  /** How many chunks are at risk. */
  public long chunksAtRisk() {
    return chunks.count() + (tail.isPresent() ? 1 : 0);
  }
}
