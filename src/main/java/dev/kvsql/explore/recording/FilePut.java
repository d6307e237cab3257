package dev.kvsql.explore.recording;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.RecordedOperation.Value;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one put writes of one file; filled entry by entry, the last one of a key counts. */
final class FilePut {
  private final NavigableMap<Long, Integer> chunks = new TreeMap<>();
  private @Nullable Value meta;

  void meta(Value value) {
    meta = value;
  }

  void chunk(long index, int bytes) {
    chunks.put(index, bytes);
  }

  Optional<Value> meta() {
    return Optional.ofNullable(meta);
  }

  /** Lengths in bytes by chunk index. */
  NavigableMap<Long, Integer> chunks() {
    return chunks;
  }

  /** Where its last chunk ends in the file, in bytes; it puts a chunk. */
  long end() {
    Map.Entry<Long, Integer> last = chunks.lastEntry();
    return last.getKey() * StoreKey.CHUNK_BYTES + Math.min(StoreKey.CHUNK_BYTES, last.getValue());
  }

  /** Whether this is one chunk and nothing else, shorter than the store has it. */
  boolean isShortening(StoredChunks stored) {
    if (meta != null || chunks.size() != 1) {
      return false;
    }
    return shortens(chunks.firstEntry(), stored);
  }

  /** Whether the last chunk of this is shorter than the store has it. */
  boolean shortensLast(StoredChunks stored) {
    return !chunks.isEmpty() && shortens(chunks.lastEntry(), stored);
  }

  /** Those of its chunks that the store does not have yet, from {@code first} on. */
  ChunkGroup newFrom(long first, StoredChunks stored) {
    ChunkGroup all = ChunkGroup.NONE;
    for (var chunk : chunks.tailMap(first, true).entrySet()) {
      if (stored.bytes(chunk.getKey()) == StoredChunks.ABSENT) {
        all = all.plus(ChunkGroup.of(chunk.getKey(), chunk.getValue()));
      }
    }
    return all;
  }

  /** Whether nothing is stored behind what this puts; it puts a chunk. */
  boolean isLastOf(StoredChunks stored) {
    return !chunks.isEmpty()
        && stored.lastBefore(StoreKey.MAX_CHUNKS).orElse(-1) <= chunks.lastKey();
  }

  /**
   * What a put of chunks together with the meta says about the size. The bytes that it writes lie
   * within the file. A meta is written because the end has moved: when nothing is stored behind the
   * chunks, it has moved to the end of the last one. A chunk behind them that could be within the
   * file before can still be. A last chunk that is shorter than before may be the new end.
   *
   * <p>When a chunk before the last is short as well, the program may have put a part for the whole
   * (as Rivet's batches do with pages of 1024 bytes), and the last chunk says only where it starts.
   *
   * @param before what was known of the size
   * @param stored the chunks after the put
   * @param shortened whether the last chunk is shorter than before
   */
  SizeBounds size(SizeBounds before, StoredChunks stored, boolean shortened) {
    long least = shortened ? end() : Math.max(end(), before.atLeast());
    return new SizeBounds(least, Math.max(least, most(before, stored)));
  }

  private long most(SizeBounds before, StoredChunks stored) {
    if (isLastOf(stored)) {
      long highest = chunks.lastKey();
      return isWholeBefore(highest) ? end() : (highest + 1) * StoreKey.CHUNK_BYTES;
    }
    long last = stored.lastBefore(StoreKey.MAX_CHUNKS).orElseThrow();
    boolean covered = before.atMost() > last * StoreKey.CHUNK_BYTES;
    return covered ? before.atMost() : StoreKey.MAX_FILE_BYTES;
  }

  private boolean isWholeBefore(long index) {
    return chunks.headMap(index).values().stream().allMatch(n -> n >= StoreKey.CHUNK_BYTES);
  }

  private static boolean shortens(Map.Entry<Long, Integer> chunk, StoredChunks stored) {
    return chunk.getValue() < StoreKey.CHUNK_BYTES
        && chunk.getValue() < stored.bytes(chunk.getKey());
  }
}
