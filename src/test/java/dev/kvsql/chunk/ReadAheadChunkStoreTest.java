package dev.kvsql.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReadAheadChunkStoreTest extends ChunkStoreContract {
  @Override
  protected ChunkStore storeWith(List<Entry> entries) {
    ChunkStore store = new ReadAheadChunkStore(new MemoryChunkStore());
    StoreContents.fill(store, entries);
    return store;
  }

  @Test
  void chunksInARowAreReadByAFewScans() {
    Counting base = new Counting(chunks(0, 1000));
    ChunkStore store = new ReadAheadChunkStore(base);

    for (long chunk = 0; chunk < 1000; chunk++) {
      assertThat(store.get(StoreKey.chunk(FileTag.MAIN, chunk))).isEqualTo(value(chunk));
    }

    assertThat(base.gets).isEqualTo(1);
    assertThat(base.scans).isEqualTo(18);
  }

  @Test
  void chunksHereAndThereAreLookedUpOneByOne() {
    Counting base = new Counting(chunks(0, 1000));
    ChunkStore store = new ReadAheadChunkStore(base);

    for (long chunk = 0; chunk < 1000; chunk += 2) {
      assertThat(store.get(StoreKey.chunk(FileTag.MAIN, chunk))).isEqualTo(value(chunk));
    }

    assertThat(base.gets).isEqualTo(500);
    assertThat(base.scans).isZero();
  }

  /** 255 is followed by 256: the last byte of the key starts anew. */
  @Test
  void aRowGoesOnWhereALastByteIsFull() {
    Counting base = new Counting(chunks(250, 20));
    ChunkStore store = new ReadAheadChunkStore(base);

    store.get(StoreKey.chunk(FileTag.MAIN, 255));
    store.get(StoreKey.chunk(FileTag.MAIN, 256));

    assertThat(base.scans).isEqualTo(1);
  }

  static LongStream seeds() {
    return Seeds.of(20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void inAnyOrderTheSameIsRead(long seed) {
    Random random = new Random(seed);
    MemoryChunkStore base = new MemoryChunkStore();
    WriteBatch.Builder some = WriteBatch.builder();
    for (long chunk = 0; chunk < 400; chunk++) {
      if (random.nextInt(4) > 0) {
        some.put(StoreKey.chunk(FileTag.MAIN, chunk), value(chunk));
      }
    }
    base.apply(some.build(), Durability.FORCED);
    ChunkStore store = new ReadAheadChunkStore(base);

    long chunk = 0;
    for (int i = 0; i < 2_000; i++) {
      chunk = random.nextInt(5) == 0 ? random.nextInt(420) : chunk + random.nextInt(3);
      byte[] key = StoreKey.chunk(FileTag.MAIN, chunk);
      assertThat(store.get(key)).as("chunk %d", chunk).isEqualTo(base.get(key));
    }
  }

  @Test
  void whatIsWrittenIsReadAtOnce() {
    ChunkStore store = new ReadAheadChunkStore(chunks(0, 10));
    byte[] key = StoreKey.chunk(FileTag.MAIN, 2);
    store.get(StoreKey.chunk(FileTag.MAIN, 0));
    store.get(StoreKey.chunk(FileTag.MAIN, 1));

    store.apply(WriteBatch.builder().put(key, value(7)).build(), Durability.LAZY);

    assertThat(store.get(key)).isEqualTo(value(7));
  }

  private static byte[] value(long chunk) {
    return ("chunk " + chunk).getBytes(StandardCharsets.UTF_8);
  }

  private static MemoryChunkStore chunks(long first, int count) {
    MemoryChunkStore store = new MemoryChunkStore();
    List<Entry> entries = new ArrayList<>();
    for (long chunk = first; chunk < first + count; chunk++) {
      entries.add(new Entry(StoreKey.chunk(FileTag.MAIN, chunk), value(chunk)));
    }
    StoreContents.fill(store, entries);
    return store;
  }

  private static final class Counting implements ChunkStore {
    private final ChunkStore base;
    private int gets;
    private int scans;

    Counting(ChunkStore base) {
      this.base = base;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      gets++;
      return base.get(key);
    }

    @Override
    public Iterator<Entry> scan(KeyRange range) {
      scans++;
      return base.scan(range);
    }

    @Override
    public void apply(WriteBatch batch, Durability durability) {
      base.apply(batch, durability);
    }
  }
}
