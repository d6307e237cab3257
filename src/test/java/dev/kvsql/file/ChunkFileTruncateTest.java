package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Truncates at every boundary, with every cache, handed over or not: the file, the store and the
 * cache must agree, then and after it has grown again (Rivet #4637).
 */
final class ChunkFileTruncateTest {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;
  private static final int[] SIZES = {1, 4095, 4096, 4097, 8192, 12388, 5 * CHUNK};

  private final Random random = new Random(4637);

  /** When the store gets to see what happened. */
  private enum Handing {
    IN_THE_END,
    AFTER_EACH_STEP,
    AFTER_EACH_STEP_AND_REOPENED
  }

  @ParameterizedTest
  @EnumSource
  void everyBoundaryTruncateLeavesWhatIsBelowIt(CacheSize cache) {
    for (int size : SIZES) {
      for (int to : boundaries(size)) {
        for (Handing handing : Handing.values()) {
          Scene scene = new Scene(cache, size, "%d to %d, %s".formatted(size, to, handing));
          scene.truncate(to);
          scene.step(handing);
          scene.check();
          scene.handOver();
          scene.check();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasCutOffReadsAsZerosWhenTheFileGrowsAgain(CacheSize cache) {
    for (int size : SIZES) {
      for (int to : boundaries(size)) {
        for (int again : new int[] {to + 1, size, size + 1, size + 2 * CHUNK}) {
          for (Handing handing : Handing.values()) {
            String what = "%d to %d to %d, %s".formatted(size, to, again, handing);
            Scene byTruncate = new Scene(cache, size, what + ", by truncate");
            byTruncate.truncate(to);
            byTruncate.step(handing);
            byTruncate.truncate(again);
            byTruncate.step(handing);
            byTruncate.check();
            byTruncate.handOver();
            byTruncate.check();

            Scene byWrite = new Scene(cache, size, what + ", by write");
            byWrite.truncate(to);
            byWrite.step(handing);
            byWrite.write(again - 1, 1);
            byWrite.step(handing);
            byWrite.check();
            byWrite.handOver();
            byWrite.check();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shrinkingTwiceBetweenHandoversIsLikeTheSmallerOne(CacheSize cache) {
    for (int first : boundaries(12388)) {
      for (int second : boundaries(12388)) {
        Scene scene = new Scene(cache, 12388, "12388 to %d to %d".formatted(first, second));
        scene.truncate(first);
        scene.truncate(second);
        scene.truncate(12388);
        scene.check();
        scene.handOver();
        scene.check();
      }
    }
  }

  /** Rivet #4637, first bug: {@code size/4096 + 1} keeps the chunk that begins at the new end. */
  @ParameterizedTest
  @EnumSource(names = {"LARGE", "TWO_CHUNKS", "ONE_CHUNK"})
  void truncateToAMultipleOf4096EvictsTheChunkThatStartsThere(CacheSize cache) {
    Scene scene = new Scene(cache, 5 * CHUNK, "5 chunks to 1");
    scene.readChunk(1);
    assertThat(scene.file.state().cached()).containsKey(1L);
    scene.truncate(CHUNK);
    scene.handOver();
    assertThat(scene.file.state().cached()).doesNotContainKey(1L);
    assertThat(scene.file.state().cached().headMap(1L)).hasSizeLessThanOrEqualTo(1);
    scene.check();
  }

  @Test
  void truncateToNothingEvictsEverything() {
    Scene scene = new Scene(CacheSize.LARGE, 5 * CHUNK, "5 chunks to none");
    scene.truncate(0);
    scene.handOver();
    assertThat(scene.file.state().cached()).isEmpty();
    assertThat(scene.storedChunks()).isEmpty();
  }

  /** Rivet #4637, second bug: the cache went on serving the longer chunk. */
  @ParameterizedTest
  @EnumSource(names = {"LARGE", "TWO_CHUNKS", "ONE_CHUNK"})
  void truncateWithinAChunkCachesTheShortenedOne(CacheSize cache) {
    Scene scene = new Scene(cache, 3 * CHUNK, "3 chunks to 4196 bytes");
    byte[] whole = scene.readChunk(1);
    assertThat(scene.file.state().cached().get(1L)).hasSize(CHUNK);
    scene.truncate(CHUNK + 100);
    scene.handOver();
    assertThat(scene.file.state().cached().get(1L)).isEqualTo(Arrays.copyOf(whole, 100));
    assertThat(scene.storedChunks()).containsEntry(1L, 100);
    scene.check();
  }

  /** Rivet #4637, third bug: the cache was changed before the store had agreed. */
  @ParameterizedTest
  @EnumSource
  void aHandoverThatFailsLeavesCacheAndStoreAsTheyWere(CacheSize cache) {
    for (int to : boundaries(3 * CHUNK + 50)) {
      Scene scene = new Scene(cache, 3 * CHUNK + 50, "to " + to);
      scene.readAll();
      scene.truncate(to);
      CacheState before = scene.file.state();
      List<Entry> stored = StoreContents.of(scene.store);
      scene.failingHandOver();
      assertSameCache(scene.file.state(), before, scene.what);
      assertThat(StoreContents.of(scene.store)).as(scene.what).isEqualTo(stored);
      scene.check();
      scene.handOver();
      scene.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandoverOfWritesThatFailsLeavesTheCacheAsItWas(CacheSize cache) {
    Scene scene = new Scene(cache, 2 * CHUNK, "overwriting chunk 0 and appending");
    scene.readAll();
    scene.write(10, 100);
    scene.write(2 * CHUNK, 300);
    CacheState before = scene.file.state();
    scene.failingHandOver();
    assertSameCache(scene.file.state(), before, scene.what);
    scene.handOver();
    scene.check();
  }

  @Test
  void oneBatchHasMetaShortenedChunkAndRangeDelete() {
    List<WriteBatch> batches = new ArrayList<>();
    ChunkStore store = new TracingChunkStore(new MemoryChunkStore(), batches::add);
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, CacheSize.LARGE.cache());
    file.write(0, MemorySegment.ofArray(new byte[5 * CHUNK]));
    file.handOver(Durability.FORCED);
    batches.clear();
    file.truncate(CHUNK + 3);
    file.handOver(Durability.FORCED);
    assertThat(batches).hasSize(1);
    assertThat(batches.getFirst().operations().stream().map(ChunkFileTruncateTest::described))
        .containsExactly(
            "put 08010000 10 bytes",
            "delete [0801010000000002, 08010101)",
            "put 0801010000000001 3 bytes");
    file.handOver(Durability.LAZY);
    assertThat(batches).as("there was nothing left to hand over").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void orphansPastTheEndNeverComeBack(CacheSize cache) {
    for (int again : new int[] {5001, 8192, 8193, 3 * CHUNK, 4 * CHUNK + 1, 9 * CHUNK}) {
      for (Handing handing : Handing.values()) {
        Scene byTruncate = withOrphans(cache, "grown to %d, %s".formatted(again, handing));
        byTruncate.check();
        byTruncate.truncate(again);
        byTruncate.step(handing);
        byTruncate.check();

        Scene byWrite = withOrphans(cache, "written at %d, %s".formatted(again, handing));
        byWrite.write(again, 10);
        byWrite.step(handing);
        byWrite.check();
        byWrite.truncate(10 * CHUNK);
        byWrite.step(handing);
        byWrite.check();
      }
    }
  }

  @Test
  void orphansPastTheEndStayUntilTheFileReachesThem() {
    Scene scene = withOrphans(CacheSize.LARGE, "grown by two chunks");
    scene.truncate(3 * CHUNK + 5);
    scene.handOver();
    assertThat(scene.storedChunks()).containsOnlyKeys(0L, 1L, 7L, 8L);
  }

  @Test
  void shrinkingTakesTheOrphansAlong() {
    Scene scene = withOrphans(CacheSize.LARGE, "shrunk to 4000");
    scene.truncate(4000);
    scene.handOver();
    assertThat(scene.storedChunks()).isEqualTo(Map.of(0L, 4000));
  }

  @Test
  void chunksWithoutAMetaNeverShowInTheFileThatIsMadeOverThem() {
    MemoryChunkStore store = new MemoryChunkStore();
    for (long index = 0; index < 6; index++) {
      putChunk(store, index, CHUNK);
    }
    Scene scene = new Scene(store, CacheSize.LARGE, new FileModel(), "made over chunks");
    scene.write(CHUNK * 2 + 5, 10);
    scene.truncate(4 * CHUNK);
    scene.check();
    scene.handOver();
    scene.check();
    assertThat(scene.storedChunks()).containsOnlyKeys(2L, 4L, 5L);
  }

  @ParameterizedTest
  @EnumSource
  void aTooLongLastChunkNeverShowsItsTail(CacheSize cache) {
    for (int again : new int[] {101, 4095, 4096, 4097, 9000}) {
      for (Handing handing : Handing.values()) {
        MemoryChunkStore store = new MemoryChunkStore();
        putMeta(store, 100);
        FileModel model = new FileModel(Arrays.copyOf(putChunk(store, 0, CHUNK), 100));
        Scene scene = new Scene(store, cache, model, "100 to %d, %s".formatted(again, handing));
        scene.check();
        scene.truncate(again);
        scene.step(handing);
        scene.check();
        scene.handOver();
        scene.check();
        StoreShape.assertWellFormed(store);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShortLastChunkReachesItsFullLengthWhenTheFileGrowsPastIt(CacheSize cache) {
    for (Handing handing : Handing.values()) {
      Scene scene = new Scene(cache, 100, "a chunk of 100 bytes becomes an inner one, " + handing);
      scene.write(CHUNK + 7, 1);
      scene.step(handing);
      scene.handOver();
      scene.check();
      assertThat(scene.storedChunks()).isEqualTo(Map.of(0L, CHUNK, 1L, 8));
    }
  }

  @Test
  void theLargestFileCanBeTruncatedAndGrown() {
    MemoryChunkStore store = new MemoryChunkStore();
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, CacheSize.LARGE.cache());
    file.truncate(StoreKey.MAX_FILE_BYTES);
    file.write(StoreKey.MAX_FILE_BYTES - 3, MemorySegment.ofArray(new byte[] {1, 2, 3}));
    file.handOver(Durability.FORCED);
    StoreShape.assertWellFormed(store);
    byte[] read = new byte[5];
    assertThat(file.read(StoreKey.MAX_FILE_BYTES - 4, MemorySegment.ofArray(read))).isEqualTo(4);
    assertThat(read).containsExactly(0, 1, 2, 3, 0);
    assertThatThrownBy(
            () -> file.write(StoreKey.MAX_FILE_BYTES - 1, MemorySegment.ofArray(new byte[2])))
        .isInstanceOf(StoreException.TooLarge.class)
        .hasMessage("main: a file holds at most 17,592,186,044,416 bytes");
    file.truncate(StoreKey.MAX_FILE_BYTES - CHUNK);
    file.handOver(Durability.FORCED);
    StoreShape.assertWellFormed(store);
    assertThat(Coherence.examine(file, store)).isEmpty();
    assertThat(StoreContents.of(store)).hasSize(1);
  }

  /** A file of 5000 bytes, with chunks 2, 3, 7 and 8 past its end and a too long chunk 1. */
  private Scene withOrphans(CacheSize cache, String what) {
    MemoryChunkStore store = new MemoryChunkStore();
    putMeta(store, 5000);
    byte[] content = new byte[2 * CHUNK];
    System.arraycopy(putChunk(store, 0, CHUNK), 0, content, 0, CHUNK);
    System.arraycopy(putChunk(store, 1, CHUNK), 0, content, CHUNK, CHUNK);
    putChunk(store, 2, CHUNK);
    putChunk(store, 3, 70);
    putChunk(store, 7, CHUNK);
    putChunk(store, 8, 1);
    return new Scene(store, cache, new FileModel(Arrays.copyOf(content, 5000)), what);
  }

  private static void putMeta(ChunkStore store, long size) {
    byte[] meta = new FileMeta(size).encode();
    StoreContents.fill(store, List.of(new Entry(StoreKey.meta(FileTag.MAIN), meta)));
  }

  private byte[] putChunk(ChunkStore store, long index, int length) {
    byte[] bytes = FileModel.random(random, length);
    StoreContents.fill(store, List.of(new Entry(StoreKey.chunk(FileTag.MAIN, index), bytes)));
    return bytes;
  }

  private static SortedSet<Integer> boundaries(int size) {
    SortedSet<Integer> found = new TreeSet<>();
    for (int multiple = 0; multiple <= size + CHUNK; multiple += CHUNK) {
      found.addAll(List.of(multiple - 1, multiple, multiple + 1));
    }
    found.addAll(List.of(size - 1, size, size + 1));
    return found.tailSet(0);
  }

  private static void assertSameCache(CacheState now, CacheState before, String what) {
    assertThat(now.cached().keySet()).as(what).isEqualTo(before.cached().keySet());
    before
        .cached()
        .forEach((index, bytes) -> assertThat(now.cached().get(index)).as(what).isEqualTo(bytes));
  }

  private static String described(WriteBatch.Operation operation) {
    return switch (operation) {
      case WriteBatch.Put(byte[] key, byte[] value) ->
          "put " + HexFormat.of().formatHex(key) + " " + value.length + " bytes";
      case WriteBatch.Delete(byte[] key) -> "delete " + HexFormat.of().formatHex(key);
      case WriteBatch.DeleteRange(var range) -> "delete " + range;
    };
  }

  /** A file, its store, and what it should hold. */
  private final class Scene {
    final FaultyChunkStore store;
    final CacheSize cache;
    final FileModel model;
    final String what;
    ChunkFile file;

    /** A file of so many random bytes, handed over and read once. */
    Scene(CacheSize cache, int size, String what) {
      this(new MemoryChunkStore(), cache, new FileModel(), what);
      write(0, size);
      handOver();
      reopen();
      readAll();
    }

    Scene(ChunkStore store, CacheSize cache, FileModel model, String what) {
      this.store = new FaultyChunkStore(store);
      this.cache = cache;
      this.model = model;
      this.what = what + ", cache " + cache;
      file =
          ChunkFile.open(this.store, FileTag.MAIN, cache.cache())
              .orElseGet(() -> ChunkFile.create(this.store, FileTag.MAIN, cache.cache()));
      readAll();
    }

    void write(int offset, int length) {
      byte[] bytes = FileModel.random(random, length);
      file.write(offset, MemorySegment.ofArray(bytes));
      model.write(offset, bytes);
    }

    void truncate(int size) {
      file.truncate(size);
      model.truncate(size);
    }

    void step(Handing handing) {
      if (handing != Handing.IN_THE_END) {
        handOver();
      }
      if (handing == Handing.AFTER_EACH_STEP_AND_REOPENED) {
        reopen();
      }
      readAll();
    }

    void handOver() {
      file.handOver(Durability.FORCED);
      assertThat(file.isPending()).as(what).isFalse();
      assertThat(Coherence.examine(file, store)).as(what).isEmpty();
    }

    void failingHandOver() {
      store.failApply(1);
      if (file.isPending()) {
        assertThatThrownBy(() -> file.handOver(Durability.FORCED))
            .isInstanceOf(StoreException.Failed.class);
      }
      store.heal();
    }

    void reopen() {
      file = ChunkFile.open(store, FileTag.MAIN, cache.cache()).orElseThrow();
    }

    byte[] readChunk(long index) {
      byte[] bytes = new byte[CHUNK];
      file.read(index * CHUNK, MemorySegment.ofArray(bytes));
      return bytes;
    }

    void readAll() {
      file.read(0, MemorySegment.ofArray(new byte[(int) file.sizeBytes()]));
    }

    /** Compares the file with what it should hold, and after a handover the store as well. */
    void check() {
      model.assertEqualTo(file, what);
      if (!file.isPending()) {
        assertThat(Coherence.examine(file, store)).as(what).isEmpty();
        ChunkFile fresh = ChunkFile.open(store, FileTag.MAIN, new ReadCache(0)).orElseThrow();
        model.assertEqualTo(fresh, what + ", from the store");
      }
    }

    /** Lengths of the chunks in the store by index. */
    Map<Long, Integer> storedChunks() {
      Map<Long, Integer> found = new TreeMap<>();
      for (Entry entry : StoreContents.of(store, StoreKey.chunks(FileTag.MAIN))) {
        if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(FileTag _, long index)) {
          found.put(index, entry.value().length);
        }
      }
      return found;
    }
  }
}
