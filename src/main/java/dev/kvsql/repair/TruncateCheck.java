package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.Invariant;
import dev.kvsql.file.ReadCache;
import dev.kvsql.file.TruncatePlan;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The check of a file after its truncate, against what it held before: its size, what is past its
 * end, its content around the smaller of both ends, and the invariants C1 to C5 with that much read
 * into a cache.
 */
final class TruncateCheck {
  /** Bytes on either side of the smaller end that are compared. */
  private static final long WINDOW_BYTES = 16L * StoreKey.CHUNK_BYTES;

  private final ChunkStore chunks;
  private final FileTag file;
  private final TruncatePlan plan;
  private final long offset;
  private final byte[] expected;

  /** Reads what must be there afterwards; to be made before the truncate. */
  TruncateCheck(ChunkStore chunks, FileTag file, TruncatePlan plan) {
    this.chunks = chunks;
    this.file = file;
    this.plan = plan;
    offset = Math.max(0, plan.smallerSizeBytes() - WINDOW_BYTES);
    expected = new byte[(int) (2 * WINDOW_BYTES)];
    MemorySegment kept =
        MemorySegment.ofArray(expected).asSlice(0, plan.smallerSizeBytes() - offset);
    open(0).read(offset, kept);
  }

  private ChunkFile open(long cacheBytes) {
    return ChunkFile.open(chunks, file, new ReadCache(cacheBytes))
        .orElseThrow(() -> new StoreException.Failed(file.label() + " is gone", null));
  }

  /** What is wrong with the file in the store now, if anything is. */
  Optional<String> problem() {
    try {
      ChunkFile truncated = open(expected.length + StoreKey.CHUNK_BYTES);
      return size(truncated)
          .or(this::pastTheEnd)
          .or(() -> content(truncated))
          .or(() -> coherence(truncated));
    } catch (StoreException e) {
      return Optional.of("it cannot be read: " + e.getMessage());
    }
  }

  private Optional<String> size(ChunkFile truncated) {
    return truncated.sizeBytes() == plan.newSizeBytes()
        ? Optional.empty()
        : Optional.of(
            "expected %,d bytes, found %,d".formatted(plan.newSizeBytes(), truncated.sizeBytes()));
  }

  /** What the plan deletes: everything past a new end, and everything that the file grew over. */
  private Optional<String> pastTheEnd() {
    long end = StoreKey.chunkCount(plan.smallerSizeBytes());
    KeyRange none =
        switch (plan.direction()) {
          case GROW -> StoreKey.chunks(file, end, plan.firstDeletedChunk());
          case SHRINK, NONE -> StoreKey.chunksFrom(file, end);
        };
    Iterator<Entry> left = chunks.scan(none);
    if (left.hasNext() && StoreKey.parse(left.next().key()) instanceof StoreKey.Chunk chunk) {
      return Optional.of("expected no chunk from " + end + " on, found " + chunk.index());
    }
    return plan.cutsChunk() ? tail(end - 1) : Optional.empty();
  }

  private Optional<String> tail(long last) {
    byte[] value = chunks.get(StoreKey.chunk(file, last));
    int most = plan.lastChunkBytes();
    return value == null || value.length <= most
        ? Optional.empty()
        : Optional.of(
            "expected at most %,d bytes in chunk %d, found %,d"
                .formatted(most, last, value.length));
  }

  private Optional<String> content(ChunkFile truncated) {
    byte[] read = new byte[expected.length];
    truncated.read(offset, MemorySegment.ofArray(read));
    int at = Arrays.mismatch(read, expected);
    return at < 0
        ? Optional.empty()
        : Optional.of(broken(Invariant.C5) + ", at byte " + (offset + at));
  }

  private Optional<String> coherence(ChunkFile truncated) {
    List<Incoherence> found = Coherence.examine(truncated, chunks);
    return found.stream().findFirst().map(one -> broken(one.broken()));
  }

  private static String broken(Invariant invariant) {
    return invariant + " does not hold (" + invariant.rule() + ")";
  }
}
