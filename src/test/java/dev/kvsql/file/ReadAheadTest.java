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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file asks its store for when it is read from one chunk to the next. */
final class ReadAheadTest {
  private static final int CHUNK = 4096;
  private static final int CHUNKS = 1000;

  private final CountingStore store = new CountingStore(new MemoryChunkStore());

  ReadAheadTest() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(meta(), new FileMeta(CHUNKS * (long) CHUNK).encode()));
    for (int index = 0; index < CHUNKS; index++) {
      entries.add(new Entry(key(index), chunk(index)));
    }
    StoreContents.fill(store, entries);
  }

  @Test
  void fourChunksAreReadOneByOneThenStretchesThatGrow() {
    ChunkFile file = open(64 << 20);
    for (int index = 0; index < CHUNKS; index++) {
      assertReads(file, index);
    }
    assertThat(store.gets).isEqualTo(4);
    assertThat(store.scans).containsExactly(8, 16, 32, 64, 128, 128, 128, 128, 128, 128, 108);
    store.scans.clear();
    readAll(file);
    assertThat(store.gets).as("everything is cached").isEqualTo(4);
    assertThat(store.scans).isEmpty();
  }

  @Test
  void aStretchIsNotLongerThanTheCache() {
    ChunkFile file = open(8 * CHUNK);
    readAll(file);
    assertThat(store.scans).hasSize(125).containsOnly(8, 4);
    assertThat(file.state().cached()).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void withoutACacheAFewChunksAreReadAhead() {
    ChunkFile file = open(0);
    for (int index = 0; index < CHUNKS; index++) {
      assertReads(file, index);
      assertReads(file, index);
    }
    assertThat(store.scans).hasSize(125).containsOnly(8, 4);
    assertThat(store.gets).as("twice the first four").isEqualTo(8);
    assertThat(file.state().cached()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void aCacheThatIsNotToldToReadsNothingAhead() {
    readAll(open(new ReadCache(1 << 20)));
    assertThat(store.scans).isEmpty();
    assertThat(store.gets).isEqualTo(CHUNKS);
  }

  @Test
  void randomReadsReadNothingAhead() {
    ChunkFile file = open(64 << 20);
    Random random = new Random(7);
    for (int read = 0; read < 500; read++) {
      assertReads(file, random.nextInt(CHUNKS));
    }
    assertThat(store.scans).isEmpty();
  }

  @Test
  void readingBackwardsReadsNothingAhead() {
    ChunkFile file = open(64 << 20);
    for (int index = CHUNKS - 1; index >= 0; index--) {
      assertReads(file, index);
    }
    assertThat(store.scans).isEmpty();
  }

  /** How far apart the chunks are, and how many chunks one by one. */
  @ParameterizedTest
  @CsvSource({"2, 4", "9, 4", "10, 100"})
  void aFewChunksMayBeLeftOut(int stride, int gets) {
    ChunkFile file = open(64 << 20);
    for (int index = 0; index < CHUNKS; index += stride) {
      assertReads(file, index);
    }
    assertThat(store.gets).isEqualTo(gets);
  }

  /** As SQLite does: an interior page, and then its leaves. */
  @Test
  void oneChunkElsewhereDoesNotEndAScan() {
    ChunkFile file = open(64 << 20);
    for (int index = 100; index < CHUNKS; index++) {
      assertReads(file, index);
      if (index % 50 == 0) {
        assertReads(file, index / 50);
      }
    }
    assertThat(store.gets).isLessThanOrEqualTo(4 + CHUNKS / 50);
  }

  @Test
  void nothingIsReadPastTheEndOrWhatIsBufferedOrCached() {
    put(StoreKey.chunk(FileTag.MAIN, CHUNKS), chunk(7));
    ChunkFile file = open(64 << 20);
    file.write(20 * CHUNK, MemorySegment.ofArray(chunk(20)));
    assertReads(file, 30);
    for (int index = 0; index < 40; index++) {
      assertReads(file, index);
    }
    assertThat(store.scans).as("4 to 11, to 19, 21 to 29, 31 on").startsWith(8, 8, 9);
    for (int index = 900; index < CHUNKS; index++) {
      assertReads(file, index);
    }
    assertThat(file.state().cached()).doesNotContainKey((long) CHUNKS);
  }

  @Test
  void holesAndShortChunksReadAsZeros() {
    WriteBatch.Builder damage = WriteBatch.builder();
    for (int index = 0; index < CHUNKS; index += 3) {
      damage.delete(key(index)).put(key(index + 1), new byte[] {5});
    }
    store.apply(damage.build(), Durability.FORCED);
    ChunkFile file = open(64 << 20);
    for (int index = 0; index < 600; index++) {
      byte[] read = read(file, index);
      byte[] expected = index % 3 == 2 ? chunk(index) : new byte[CHUNK];
      expected[0] = index % 3 == 1 ? 5 : expected[0];
      assertThat(read).isEqualTo(expected);
    }
    assertThat(store.scans).isNotEmpty();
    assertThat(Coherence.examine(file, store)).isEmpty();
  }

  @Test
  void aScanThatFailsFailsNoReadThatDoesNotNeedIt() {
    ChunkFile file = open(64 << 20);
    store.broken = key(10);
    for (int index = 0; index < 100; index++) {
      assertReads(file, index);
    }
    assertThat(store.scans).isNotEmpty();
  }

  @Test
  void whatWasReadAheadIsNotReadAfterItWasOverwritten() {
    ChunkFile file = open(64 << 20);
    for (int index = 0; index < 6; index++) {
      assertReads(file, index);
    }
    file.write(8 * CHUNK, MemorySegment.ofArray(chunk(77)));
    file.truncate(11 * CHUNK + 5);
    assertThat(read(file, 8)).isEqualTo(chunk(77));
    file.handOver(Durability.FORCED);
    assertThat(read(file, 8)).isEqualTo(chunk(77));
    assertThat(Coherence.examine(file, store)).isEmpty();
    file.dropCache();
    assertThat(read(file, 8)).isEqualTo(chunk(77));
    assertReads(file, 10);
    byte[] cut = Arrays.copyOf(Arrays.copyOf(chunk(11), 5), CHUNK);
    assertThat(read(file, 11)).isEqualTo(cut);
  }

  /** Somebody else changes the store: C2 sees what was read ahead, and no longer reads the same. */
  @Test
  void whatWasReadAheadIsHeldAgainstTheStoreLikeWhatIsCached() {
    ChunkFile file = open(64 << 20);
    for (int index = 0; index < 6; index++) {
      assertReads(file, index);
    }
    put(key(9), chunk(10));
    assertThat(Coherence.examine(file, store)).contains(new Incoherence.StaleBytes(9, 0));
    file.dropCache();
    assertThat(Coherence.examine(file, store)).isEmpty();
  }

  private ChunkFile open(long cacheBytes) {
    return open(ReadCache.readingAhead(cacheBytes));
  }

  private ChunkFile open(ReadCache cache) {
    ChunkFile file = ChunkFile.open(store, FileTag.MAIN, cache).orElseThrow();
    store.gets = 0;
    store.scans.clear();
    return file;
  }

  private static void readAll(ChunkFile file) {
    file.read(0, MemorySegment.ofArray(new byte[CHUNKS * CHUNK]));
  }

  private static void assertReads(ChunkFile file, int index) {
    assertThat(read(file, index)).as("chunk %d", index).isEqualTo(chunk(index));
  }

  private static byte[] read(ChunkFile file, int index) {
    byte[] read = new byte[CHUNK];
    file.read((long) index * CHUNK, MemorySegment.ofArray(read));
    return read;
  }

  private void put(byte[] key, byte[] value) {
    store.apply(WriteBatch.builder().put(key, value).build(), Durability.FORCED);
  }

  private static byte[] meta() {
    return StoreKey.meta(FileTag.MAIN);
  }

  private static byte[] key(int index) {
    return StoreKey.chunk(FileTag.MAIN, index);
  }

  /** No chunk is like another. */
  private static byte[] chunk(int index) {
    byte[] bytes = new byte[CHUNK];
    Arrays.fill(bytes, (byte) (1 + index % 251));
    bytes[1] = (byte) (index / 251);
    return bytes;
  }
}
