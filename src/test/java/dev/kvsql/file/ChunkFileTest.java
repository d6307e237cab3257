package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ChunkFileTest {
  private final MemoryChunkStore store = new MemoryChunkStore();

  @Test
  void aFileWithoutAMetaIsNone() {
    StoreContents.fill(store, List.of(new Entry(StoreKey.chunk(FileTag.MAIN, 0), new byte[] {1})));
    assertThat(ChunkFile.open(store, FileTag.MAIN, new ReadCache(0))).isEmpty();
  }

  @Test
  void aMalformedMetaIsDamage() {
    putMeta(new byte[] {1, 0, 0});
    assertThatThrownBy(() -> ChunkFile.open(store, FileTag.MAIN, new ReadCache(0)))
        .isInstanceOf(StoreException.Damaged.class)
        .hasMessage("main meta: expected 10 bytes, found 3 bytes");
  }

  @Test
  void aNewFileReachesTheStoreWhenItIsHandedOver() {
    ChunkFile file = ChunkFile.create(store, FileTag.WAL, new ReadCache(0));
    assertThat(file.isPending()).isTrue();
    assertThat(StoreContents.of(store)).isEmpty();
    file.handOver(Durability.FORCED);
    assertThat(file.isPending()).isFalse();
    assertThat(StoreContents.of(store))
        .containsExactly(new Entry(StoreKey.meta(FileTag.WAL), new FileMeta(0).encode()));
  }

  @Test
  void whatIsWrittenIsReadBeforeAndAfterItIsHandedOver() {
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(1 << 20));
    file.write(4090, MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    assertThat(StoreContents.of(store)).isEmpty();
    assertThat(read(file, 4089, 10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 0);
    file.handOver(Durability.FORCED);
    assertThat(read(file, 4089, 10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 0);
    StoreShape.assertWellFormed(store);
  }

  @Test
  void writingNothingNeverGrowsTheFileButPastTheEnd() {
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(0));
    file.write(0, MemorySegment.ofArray(new byte[0]));
    assertThat(file.sizeBytes()).isZero();
  }

  @Test
  void readsAndWritesNativeMemory() {
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(0));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocate(65536);
      page.fill((byte) 7);
      file.write(65536, page);
      MemorySegment into = arena.allocate(65536);
      into.fill((byte) 9);
      assertThat(file.read(65536, into)).isEqualTo(65536);
      assertThat(into.mismatch(page)).isEqualTo(-1);
      assertThat(file.read(0, into)).isEqualTo(65536);
      assertThat(into.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
      assertThat(file.read(131072, into)).isZero();
      assertThat(into.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }

  @Test
  void everyPageWriteOfAChunkStaysWhenAllAreHandedOverTogether() {
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(0));
    for (int page = 0; page < 4; page++) {
      byte[] bytes = new byte[1024];
      Arrays.fill(bytes, (byte) (page + 1));
      file.write(page * 1024L, MemorySegment.ofArray(bytes));
    }
    file.handOver(Durability.FORCED);
    byte[] chunk = Objects.requireNonNull(store.get(StoreKey.chunk(FileTag.MAIN, 0)));
    assertThat(chunk).hasSize(4096);
    for (int at = 0; at < 4096; at++) {
      assertThat(chunk[at]).isEqualTo((byte) (at / 1024 + 1));
    }
  }

  @Test
  void severalFilesAndOtherOperationsAreOneBatch() {
    FaultyChunkStore counting = new FaultyChunkStore(store);
    ChunkFile main = ChunkFile.create(counting, FileTag.MAIN, new ReadCache(0));
    ChunkFile wal = ChunkFile.create(counting, FileTag.WAL, new ReadCache(0));
    main.write(0, MemorySegment.ofArray(new byte[] {1}));
    wal.write(5000, MemorySegment.ofArray(new byte[] {2}));
    List<ChunkFile> files = List.of(main, wal);
    WriteBatch.Builder other = WriteBatch.builder().put(new byte[] {9}, new byte[] {6});

    counting.failApply(1);
    assertThatThrownBy(() -> ChunkFile.handOver(counting, files, other, Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class);
    assertThat(main.isPending()).isTrue();
    assertThat(wal.isPending()).isTrue();
    assertThat(StoreContents.of(store)).isEmpty();

    WriteBatch.Builder again = WriteBatch.builder().put(new byte[] {9}, new byte[] {6});
    ChunkFile.handOver(counting, files, again, Durability.FORCED);
    assertThat(counting.applied()).isEqualTo(1);
    assertThat(main.isPending()).isFalse();
    assertThat(wal.isPending()).isFalse();
    assertThat(StoreContents.of(store)).hasSize(5);
    assertThat(store.get(new byte[] {9})).containsExactly(6);
  }

  @Test
  void whatWasDiscardedIsAsTheStoreHasIt() {
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(1 << 20));
    file.write(0, MemorySegment.ofArray(new byte[] {1, 2, 3}));
    file.handOver(Durability.FORCED);
    file.truncate(1);
    file.write(8000, MemorySegment.ofArray(new byte[] {9}));
    file.discard();
    assertThat(file.isPending()).isFalse();
    assertThat(file.sizeBytes()).isEqualTo(3);
    assertThat(read(file, 0, 4)).containsExactly(1, 2, 3, 0);
    assertThat(Coherence.examine(file, store)).isEmpty();
  }

  @Test
  void filesOfADatabaseAreApart() {
    for (FileTag tag : FileTag.values()) {
      ChunkFile file = ChunkFile.create(store, tag, new ReadCache(0));
      file.write(0, MemorySegment.ofArray(new byte[] {(byte) (tag.code() + 1)}));
      file.truncate(3 * 4096);
      file.handOver(Durability.FORCED);
    }
    ChunkFile journal = ChunkFile.open(store, FileTag.JOURNAL, new ReadCache(0)).orElseThrow();
    journal.truncate(0);
    journal.handOver(Durability.FORCED);
    StoreShape.assertWellFormed(store);
    for (FileTag tag : FileTag.values()) {
      ChunkFile file = ChunkFile.open(store, tag, new ReadCache(0)).orElseThrow();
      assertThat(read(file, 0, 1)).containsExactly(tag == FileTag.JOURNAL ? 0 : tag.code() + 1);
    }
  }

  @Test
  void otherProgramsKeysAreNeverTouched() {
    List<Entry> foreign =
        List.of(
            new Entry(new byte[] {1}, new byte[] {1}),
            new Entry(new byte[] {7, 1, 1, 0, 0, 0, 0, 1}, new byte[] {2}),
            new Entry(new byte[] {9}, new byte[] {3}));
    StoreContents.fill(store, foreign);
    ChunkFile file = ChunkFile.create(store, FileTag.SHM, new ReadCache(0));
    file.write(0, MemorySegment.ofArray(new byte[9000]));
    file.handOver(Durability.FORCED);
    file.truncate(0);
    file.handOver(Durability.FORCED);
    assertThat(StoreContents.of(store)).containsAll(foreign).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void aFailingReadLeavesTheFileUsable(CacheSize cache) {
    FaultyChunkStore faulty = new FaultyChunkStore(store);
    ChunkFile file = ChunkFile.create(faulty, FileTag.MAIN, cache.cache());
    file.write(0, MemorySegment.ofArray(new byte[] {1, 2, 3}));
    file.handOver(Durability.FORCED);
    file.dropCache();
    faulty.failGet(1, 3);
    assertThatThrownBy(() -> read(file, 0, 3)).isInstanceOf(StoreException.Failed.class);
    assertThatThrownBy(() -> file.truncate(1)).isInstanceOf(StoreException.Failed.class);
    assertThatThrownBy(() -> file.truncate(5000)).isInstanceOf(StoreException.Failed.class);
    assertThat(file.sizeBytes()).isEqualTo(3);
    assertThat(file.isPending()).isFalse();
    assertThat(read(file, 0, 4)).containsExactly(1, 2, 3, 0);
  }

  @Test
  void theCacheHoldsNoMoreThanItMay() {
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(2 * 4096 + 4095));
    file.write(0, MemorySegment.ofArray(new byte[5 * 4096]));
    file.handOver(Durability.FORCED);
    assertThat(file.state().cached()).hasSize(2);
    for (int index = 0; index < 5; index++) {
      read(file, index * 4096L, 10);
    }
    assertThat(file.state().cached().keySet()).as("the last read ones").containsExactly(3L, 4L);
    file.dropCache();
    assertThat(file.state().cached()).isEmpty();
  }

  @Test
  void aCachedChunkIsReadFromTheStoreOnce() {
    FaultyChunkStore faulty = new FaultyChunkStore(store);
    ChunkFile file = ChunkFile.create(faulty, FileTag.MAIN, new ReadCache(1 << 20));
    file.write(0, MemorySegment.ofArray(new byte[] {1}));
    file.handOver(Durability.FORCED);
    faulty.failGet(1, 1);
    assertThat(read(file, 0, 1)).containsExactly(1);
  }

  /** A write cuts at most three chunks: where it begins, where it ends, where the file ended. */
  @ParameterizedTest
  @CsvSource({"4090, 10, 1", "4090, 10, 2", "5000, 5000, 1", "5000, 5000, 2"})
  void aWriteThatCannotReadWhatItCutsWritesNothing(long offset, int length, int failing) {
    FaultyChunkStore faulty = new FaultyChunkStore(store);
    ChunkFile file = ChunkFile.create(faulty, FileTag.MAIN, new ReadCache(0));
    byte[] old = new byte[9000];
    Arrays.fill(old, (byte) 1);
    file.write(0, MemorySegment.ofArray(old));
    file.handOver(Durability.FORCED);
    faulty.failGet(failing, 1);
    MemorySegment bytes = MemorySegment.ofArray(new byte[length]);
    assertThatThrownBy(() -> file.write(offset, bytes)).isInstanceOf(StoreException.Failed.class);
    assertThat(file.sizeBytes()).isEqualTo(9000);
    assertThat(read(file, 0, 9000)).isEqualTo(old);
    List<Entry> before = StoreContents.of(store);
    file.handOver(Durability.FORCED);
    assertThat(StoreContents.of(store)).isEqualTo(before);
  }

  @Test
  void aCopyGoesItsOwnWay() {
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(1 << 20));
    file.write(0, MemorySegment.ofArray(new byte[] {1, 2, 3}));
    MemoryChunkStore other = new MemoryChunkStore();
    ChunkFile copy = file.copy(other);
    assertThat(read(copy, 0, 4)).containsExactly(1, 2, 3, 0);
    copy.write(1, MemorySegment.ofArray(new byte[] {9}));
    copy.truncate(2);
    copy.handOver(Durability.FORCED);
    assertThat(read(copy, 0, 4)).containsExactly(1, 9, 0, 0);
    assertThat(StoreContents.of(other)).hasSize(2);
    assertThat(read(file, 0, 4)).containsExactly(1, 2, 3, 0);
    assertThat(file.isPending()).isTrue();
    assertThat(StoreContents.of(store)).isEmpty();
  }

  private void putMeta(byte[] value) {
    StoreContents.fill(store, List.of(new Entry(StoreKey.meta(FileTag.MAIN), value)));
  }

  /** So does a file that another program, or damage, left with a short inner chunk. */
  @Test
  void behindTheEndOfAShortChunkThereAreZeros() {
    store.apply(
        WriteBatch.builder()
            .put(StoreKey.meta(FileTag.MAIN), new FileMeta(8192).encode())
            .put(StoreKey.chunk(FileTag.MAIN, 0), new byte[] {1, 2, 3})
            .put(StoreKey.chunk(FileTag.MAIN, 1), new byte[4096])
            .build(),
        Durability.FORCED);
    ChunkFile file = ChunkFile.open(store, FileTag.MAIN, new ReadCache(1 << 20)).orElseThrow();
    assertThat(read(file, 1, 4)).containsExactly(2, 3, 0, 0);
    assertThat(read(file, 3, 2)).containsExactly(0, 0);
    assertThat(read(file, 1024, 2)).containsExactly(0, 0);
  }

  private static byte[] read(ChunkFile file, long offset, int bytes) {
    byte[] read = new byte[bytes];
    file.read(offset, MemorySegment.ofArray(read));
    return read;
  }
}
