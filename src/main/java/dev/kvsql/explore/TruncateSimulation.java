package dev.kvsql.explore;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.file.CacheState;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.ReadCache;
import dev.kvsql.file.TruncatePlan;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Truncates a file on a copy-on-write view with this program's own file and cache, and watches.
 * Looks at a window of the file around the old and the new end, so that the cost does not depend on
 * the file's size.
 */
public final class TruncateSimulation {
  /** Chunks on either side of the old and the new end that are read into the cache and compared. */
  private static final long WINDOW_CHUNKS = 16;

  private static final long CHUNK = StoreKey.CHUNK_BYTES;

  private final OverlayChunkStore view;
  private final List<WriteBatch> operations = new ArrayList<>();
  private final FileTag tag;
  private final ChunkFile file;
  private final TruncatePlan plan;
  private final List<Window> windows;

  /** A range of the file and the bytes that a plain byte array would hold there. */
  private record Window(long offset, byte[] model) {
    void truncateTo(long sizeBytes) {
      int from = Math.clamp(sizeBytes - offset, 0, model.length);
      Arrays.fill(model, from, model.length, (byte) 0);
    }
  }

  private TruncateSimulation(ChunkStore store, FileTag tag, long newSizeBytes) {
    view = new OverlayChunkStore(store);
    this.tag = tag;
    TracingChunkStore traced = new TracingChunkStore(view, operations::add);
    ReadCache cache = new ReadCache(8 * WINDOW_CHUNKS * CHUNK);
    file = ChunkFile.open(traced, tag, cache).orElseThrow();
    plan = TruncatePlan.of(file.sizeBytes(), newSizeBytes);
    windows = windows();
  }

  /**
   * Simulates setting the size of a file; nothing when there is no such file.
   *
   * @param newSizeBytes 0 to {@link StoreKey#MAX_FILE_BYTES}
   * @throws dev.kvsql.chunk.StoreException when the file cannot be read
   */
  public static Optional<SimulatedTruncate> of(ChunkStore store, FileTag tag, long newSizeBytes) {
    return store.get(StoreKey.meta(tag)) == null
        ? Optional.empty()
        : Optional.of(new TruncateSimulation(store, tag, newSizeBytes).run());
  }

  private SimulatedTruncate run() {
    SortedMap<Long, byte[]> before = file.state().cached();
    file.truncate(plan.newSizeBytes());
    file.handOver(Durability.FORCED);
    windows.forEach(window -> window.truncateTo(plan.newSizeBytes()));
    List<WriteBatch> truncating = List.copyOf(operations);
    List<CacheEffect> effects = effects(before, file.state());
    List<Verdict> after = verdicts();
    file.truncate(Math.max(plan.oldSizeBytes(), plan.newSizeBytes()));
    file.handOver(Durability.FORCED);
    return new SimulatedTruncate(tag, plan, truncating, effects, after, verdicts());
  }

  /** Reads both ends of the file, which fills the cache as a reader of them would. */
  private List<Window> windows() {
    long oldEnd = StoreKey.chunkCount(plan.oldSizeBytes());
    long newEnd = Math.min(oldEnd, plan.firstDeletedChunk());
    List<Window> found = new ArrayList<>();
    long from = Math.max(0, newEnd - WINDOW_CHUNKS);
    long to = Math.min(oldEnd, newEnd + WINDOW_CHUNKS);
    found.add(window(from, to));
    if (to < oldEnd) {
      found.add(window(Math.max(to, oldEnd - WINDOW_CHUNKS), oldEnd));
    }
    return found;
  }

  private Window window(long fromChunk, long toChunk) {
    byte[] bytes = new byte[(int) ((toChunk - fromChunk) * CHUNK)];
    file.read(fromChunk * CHUNK, MemorySegment.ofArray(bytes));
    return new Window(fromChunk * CHUNK, bytes);
  }

  private static List<CacheEffect> effects(SortedMap<Long, byte[]> before, CacheState after) {
    List<CacheEffect> effects = new ArrayList<>();
    for (Map.Entry<Long, byte[]> was : before.entrySet()) {
      byte[] is = after.cached().get(was.getKey());
      if (is == null) {
        effects.add(new CacheEffect.Evicted(was.getKey()));
      } else if (!Arrays.equals(is, was.getValue())) {
        effects.add(new CacheEffect.Replaced(was.getKey(), was.getValue().length, is.length));
      }
    }
    return effects;
  }

  private List<Verdict> verdicts() {
    List<Incoherence> found = new ArrayList<>(Coherence.examine(file, view));
    windows.forEach(window -> compare(window).ifPresent(found::add));
    return Verdict.of(found);
  }

  private Optional<Incoherence> compare(Window window) {
    byte[] read = new byte[window.model().length];
    file.read(window.offset(), MemorySegment.ofArray(read));
    int at = Arrays.mismatch(read, window.model());
    return at < 0
        ? Optional.empty()
        : Optional.of(
            new Incoherence.ReadDiffers(window.offset() + at, read[at], window.model()[at]));
  }
}
