package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each way in which a cache and a store can disagree, made by hand. */
final class CoherenceTest {
  private final MemoryChunkStore store = new MemoryChunkStore();

  CoherenceTest() {
    put(StoreKey.meta(FileTag.MAIN), new FileMeta(5000).encode());
    put(StoreKey.chunk(FileTag.MAIN, 0), filled(4096, 1));
    put(StoreKey.chunk(FileTag.MAIN, 1), filled(904, 2));
  }

  @Test
  void aCacheThatEqualsTheStoreIsCoherent() {
    assertThat(examine(5000, Map.of(0L, filled(4096, 1), 1L, filled(904, 2)))).isEmpty();
    assertThat(examine(5000, Map.of())).isEmpty();
  }

  @Test
  void aChunkPastTheEndIsBeyondIt() {
    put(StoreKey.chunk(FileTag.MAIN, 2), filled(4096, 3));
    List<Incoherence> found = examine(5000, Map.of(2L, filled(4096, 3)));
    assertThat(found).containsExactly(new Incoherence.BeyondEnd(2, 1));
    assertThat(found.getFirst().broken()).isEqualTo(Invariant.C1);
  }

  @Test
  void anEmptyFileHasNoLastChunk() {
    put(StoreKey.meta(FileTag.MAIN), new FileMeta(0).encode());
    assertThat(examine(0, Map.of(0L, filled(4096, 1))))
        .containsExactly(new Incoherence.BeyondEnd(0, -1));
  }

  @Test
  void otherBytesAreStale() {
    byte[] other = filled(4096, 1);
    other[4095] = 9;
    other[4000] = 9;
    List<Incoherence> found = examine(5000, Map.of(0L, other));
    assertThat(found).containsExactly(new Incoherence.StaleBytes(0, 4000));
    assertThat(found.getFirst().broken()).isEqualTo(Invariant.C2);
  }

  @Test
  void anotherLengthIsStale() {
    List<Incoherence> found = examine(5000, Map.of(1L, filled(4096, 2)));
    assertThat(found).containsExactly(new Incoherence.StaleLength(1, 4096, 904));
    assertThat(found.getFirst().broken()).isEqualTo(Invariant.C2);
  }

  @Test
  void aChunkThatTheStoreHasNotIsNotStored() {
    store.apply(
        WriteBatch.builder().delete(StoreKey.chunk(FileTag.MAIN, 0)).build(), Durability.FORCED);
    List<Incoherence> found = examine(5000, Map.of(0L, filled(4096, 1)));
    assertThat(found).containsExactly(new Incoherence.NotStored(0));
    assertThat(found.getFirst().broken()).isEqualTo(Invariant.C3);
  }

  @Test
  void anotherSizeDiffersUnlessItIsPending() {
    List<Incoherence> found = examine(4999, Map.of());
    assertThat(found).containsExactly(new Incoherence.SizeDiffers(4999, 5000));
    assertThat(found.getFirst().broken()).isEqualTo(Invariant.C4);
    CacheState pending = new CacheState(FileTag.MAIN, 4999, true, new TreeMap<>());
    assertThat(Coherence.examine(pending, store)).isEmpty();
  }

  @Test
  void aMetaThatIsGoneOrMalformedDiffers() {
    put(StoreKey.meta(FileTag.MAIN), new byte[] {1, 2});
    assertThat(examine(5000, Map.of())).containsExactly(new Incoherence.SizeDiffers(5000, -1));
    store.apply(
        WriteBatch.builder().delete(StoreKey.meta(FileTag.MAIN)).build(), Durability.FORCED);
    assertThat(examine(5000, Map.of())).containsExactly(new Incoherence.SizeDiffers(5000, -1));
  }

  @Test
  void everythingThatIsWrongIsFound() {
    byte[] other = filled(4096, 1);
    other[0] = 9;
    assertThat(examine(4096, Map.of(0L, other, 1L, filled(903, 2), 7L, filled(1, 1))))
        .containsExactly(
            new Incoherence.StaleBytes(0, 0),
            new Incoherence.BeyondEnd(1, 0),
            new Incoherence.StaleLength(1, 903, 904),
            new Incoherence.BeyondEnd(7, 0),
            new Incoherence.NotStored(7),
            new Incoherence.SizeDiffers(4096, 5000));
  }

  /** Somebody else changes the store behind a file's cache: then reads differ as well. */
  @Test
  void aReadThroughAStaleCacheDiffers() {
    ChunkFile file = ChunkFile.open(store, FileTag.MAIN, new ReadCache(1 << 20)).orElseThrow();
    file.read(0, MemorySegment.ofArray(new byte[5000]));
    assertThat(Coherence.examine(file, store)).isEmpty();
    byte[] other = filled(904, 2);
    other[3] = 7;
    put(StoreKey.chunk(FileTag.MAIN, 1), other);
    List<Incoherence> found = Coherence.examine(file, store);
    assertThat(found)
        .containsExactly(new Incoherence.StaleBytes(1, 3), new Incoherence.ReadDiffers(4099, 2, 7));
    assertThat(found.getLast().broken()).isEqualTo(Invariant.C5);
    file.dropCache();
    assertThat(Coherence.examine(file, store)).isEmpty();
  }

  @Test
  void everyInvariantHasARule() {
    assertThat(Invariant.values()).hasSize(5).allMatch(invariant -> !invariant.rule().isBlank());
  }

  private List<Incoherence> examine(long sizeBytes, Map<Long, byte[]> cached) {
    CacheState state = new CacheState(FileTag.MAIN, sizeBytes, false, new TreeMap<>(cached));
    return Coherence.examine(state, store);
  }

  private void put(byte[] key, byte[] value) {
    StoreContents.fill(store, List.of(new Entry(key, value)));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
