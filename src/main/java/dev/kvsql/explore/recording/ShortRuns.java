package dev.kvsql.explore.recording;

import dev.kvsql.chunk.StoreKey;
import java.util.List;
import java.util.TreeMap;

/**
 * Chunks that got fewer bytes than lie within the file there, with one operation.
 *
 * @param since that operation
 * @param within how many bytes lie within the file there
 */
record ShortRuns(long since, ChunkGroup chunks, long within) {
  /** All there are, by operation. */
  static List<ShortRuns> of(StoredChunks stored, SizeBounds size) {
    TreeMap<Long, ShortRuns> found = new TreeMap<>();
    stored.forEach(
        ChunkSpan.ALL,
        run -> {
          long whole = Math.min(run.span().end(), size.atLeast() / StoreKey.CHUNK_BYTES);
          long first = run.span().first();
          long end = size.surelyWithin(whole) > run.bytes() ? whole + 1 : whole;
          long count = Math.min(run.span().end(), end) - first;
          if (run.bytes() < StoreKey.CHUNK_BYTES && count > 0) {
            ChunkGroup chunks =
                new ChunkGroup(first, first + count - 1, count, count * run.bytes());
            long last = (first + count - 1) * StoreKey.CHUNK_BYTES;
            long within =
                Math.min(size.atLeast(), last + StoreKey.CHUNK_BYTES)
                    - first * StoreKey.CHUNK_BYTES;
            found.merge(run.since(), new ShortRuns(run.since(), chunks, within), ShortRuns::plus);
          }
        });
    return List.copyOf(found.values());
  }

  ShortRuns plus(ShortRuns other) {
    return new ShortRuns(
        Math.min(since, other.since), chunks.plus(other.chunks), within + other.within);
  }
}
