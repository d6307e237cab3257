package dev.kvsql.file;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds a file's read cache against its store: the invariants C1 to C5. */
public final class Coherence {
  private Coherence() {}

  /**
   * Everything in which cache and store of a file disagree, C5 over the chunks that are cached. The
   * file must have been handed over: what is buffered belongs in neither.
   */
  public static List<Incoherence> examine(ChunkFile file, ChunkStore store) {
    CacheState state = file.state();
    List<Incoherence> found = new ArrayList<>(examine(state, store));
    Optional<ChunkFile> uncached = ChunkFile.open(store, state.file(), new ReadCache(0));
    uncached.ifPresent(plain -> {
      for (long index : state.cached().keySet()) {
        compareReads(file, plain, index).ifPresent(found::add);
      }
    });
    return List.copyOf(found);
  }

  /**
   * C1 to C4 on a cache's content as it was at some moment. The cache follows the store: while a
   * file has changes that the store does not have, its last chunk is the one that the store has.
   */
  public static List<Incoherence> examine(CacheState state, ChunkStore store) {
    List<Incoherence> found = new ArrayList<>();
    long storedBytes = FileMeta.sizeIn(store, state.file()).orElse(-1);
    long chunks =
        StoreKey.chunkCount(state.pending() ? Math.max(0, storedBytes) : state.sizeBytes());
    for (Map.Entry<Long, byte[]> cached : state.cached().entrySet()) {
      found.addAll(examine(state.file(), cached.getKey(), cached.getValue(), chunks, store));
    }
    if (!state.pending() && storedBytes != state.sizeBytes()) {
      found.add(new Incoherence.SizeDiffers(state.sizeBytes(), storedBytes));
    }
    return List.copyOf(found);
  }

  /**
   * C1 to C3 on one cached chunk.
   *
   * @param chunks how many the file has, in the memory of the process that has the cache
   */
  public static List<Incoherence> examine(
      FileTag file, long index, byte[] cached, long chunks, ChunkStore store) {
    List<Incoherence> found = new ArrayList<>();
    if (index >= chunks) {
      found.add(new Incoherence.BeyondEnd(index, chunks - 1));
    }
    byte[] stored = store.get(StoreKey.chunk(file, index));
    compareBytes(index, cached, stored).ifPresent(found::add);
    return found;
  }

  private static Optional<Incoherence> compareBytes(
      long index, byte[] cached, byte @Nullable [] stored) {
    if (stored == null) {
      return Optional.of(new Incoherence.NotStored(index));
    }
    if (cached.length != stored.length) {
      return Optional.of(new Incoherence.StaleLength(index, cached.length, stored.length));
    }
    int at = Arrays.mismatch(cached, stored);
    return at < 0 ? Optional.empty() : Optional.of(new Incoherence.StaleBytes(index, at));
  }

  private static Optional<Incoherence> compareReads(ChunkFile file, ChunkFile plain, long index) {
    byte[] through = new byte[StoreKey.CHUNK_BYTES];
    byte[] expected = new byte[StoreKey.CHUNK_BYTES];
    long offset = index * StoreKey.CHUNK_BYTES;
    file.read(offset, MemorySegment.ofArray(through));
    plain.read(offset, MemorySegment.ofArray(expected));
    int at = Arrays.mismatch(through, expected);
    return at < 0
        ? Optional.empty()
        : Optional.of(new Incoherence.ReadDiffers(offset + at, through[at], expected[at]));
  }
}
