package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.disk.LocalDisk;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random sequences of everything that can be done to a file, against a plain byte array. */
final class ChunkFileRandomTest {
  private static final int CHUNK = 4096;
  private static final int STEPS = 250;
  private static final int MOST_BYTES = 10 * CHUNK;

  @TempDir Path dir;

  static LongStream seeds() {
    return Seeds.of(12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyByteIsWhatAByteArrayWouldHold(long seed) {
    for (CacheSize cache : CacheSize.values()) {
      new Run(seed, cache, Spilling.standard()).run();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyByteIsTheSameWhenMemoryIsShort(long seed) {
    for (int memoryChunks : new int[] {0, 1, 3}) {
      Spilling spilling = new Spilling(memoryChunks, LocalDisk.shared(), dir);
      new Run(seed, CacheSize.TWO_CHUNKS, spilling).run();
      new Run(seed, CacheSize.LARGE_READING_AHEAD, spilling).run();
    }
    assertThat(dir).isEmptyDirectory();
  }

  private static final class Run {
    private final long seed;
    private final CacheSize cache;
    private final Spilling spilling;
    private final Random random;
    private final FaultyChunkStore store = new FaultyChunkStore(new MemoryChunkStore());
    private FileModel model = new FileModel();
    private FileModel handedOver = new FileModel();
    private ChunkFile file;
    private String last = "";

    Run(long seed, CacheSize cache, Spilling spilling) {
      this.seed = seed;
      this.cache = cache;
      this.spilling = spilling;
      random = new Random(seed);
      file = ChunkFile.create(store, FileTag.MAIN, cache.cache(), spilling);
      handOver();
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        step();
        String when =
            "seed %d, cache %s, %d in memory, step %d: %s"
                .formatted(seed, cache, spilling.memoryChunks(), step, last);
        int offset = random.nextInt(MOST_BYTES);
        model.assertReads(file, offset, random.nextInt(2 * CHUNK), when);
        if (random.nextInt(3) == 0) {
          model.assertEqualTo(file, when);
        }
        if (!file.isPending()) {
          assertThat(Coherence.examine(file, store)).as(when).isEmpty();
          StoreShape.assertWellFormed(store);
          handedOver.assertEqualTo(uncached(), when + ", from the store");
        }
      }
    }

    private void step() {
      switch (random.nextInt(18)) {
        case 0, 1, 2, 3 -> write(random.nextInt(MOST_BYTES), 1 + random.nextInt(300));
        case 4 -> write(random.nextInt(5) * CHUNK, (1 + random.nextInt(2)) * CHUNK);
        case 5 -> write(model.size(), 1 + random.nextInt(CHUNK));
        case 6, 7 -> truncate(boundary());
        case 8 -> truncate(random.nextInt(MOST_BYTES));
        case 9, 10 -> handOver();
        case 11 -> failingHandOver();
        case 12 -> reopen();
        case 13 -> crash();
        case 14 -> {
          file.dropCache();
          last = "cache dropped";
        }
        case 15 -> discard();
        case 16 -> {
          file = file.copy(store);
          last = "copied";
        }
        default -> last = "read";
      }
    }

    private int boundary() {
      int near = random.nextBoolean() ? model.size() : random.nextInt(8) * CHUNK;
      return Math.clamp(near - 1 + random.nextInt(3), 0, MOST_BYTES);
    }

    private void write(int offset, int length) {
      last = "write %d at %d".formatted(length, offset);
      byte[] bytes = FileModel.random(random, length);
      file.write(offset, MemorySegment.ofArray(bytes));
      model.write(offset, bytes);
    }

    private void truncate(int size) {
      last = "truncate to " + size;
      file.truncate(size);
      model.truncate(size);
    }

    private void handOver() {
      last = "hand over";
      file.handOver(random.nextBoolean() ? Durability.FORCED : Durability.LAZY);
      assertThat(file.isPending()).isFalse();
      handedOver = model.copy();
    }

    private void failingHandOver() {
      last = "failing handover";
      store.failApply(1);
      if (file.isPending()) {
        assertThatThrownBy(() -> file.handOver(Durability.FORCED))
            .isInstanceOf(StoreException.Failed.class);
        assertThat(file.isPending()).isTrue();
      }
      store.heal();
      handedOver.assertEqualTo(uncached(), "seed %d, %s".formatted(seed, last));
    }

    private void reopen() {
      handOver();
      last = "reopened";
      file = open();
    }

    private void discard() {
      last = "discarded";
      file.discard();
      model = handedOver.copy();
    }

    /** What was not handed over is gone. */
    private void crash() {
      last = "reopened without handing over";
      file = open();
      model = handedOver.copy();
    }

    private ChunkFile open() {
      file.release();
      return ChunkFile.open(store, FileTag.MAIN, cache.cache(), spilling).orElseThrow();
    }

    private ChunkFile uncached() {
      return ChunkFile.open(store, FileTag.MAIN, new ReadCache(0)).orElseThrow();
    }
  }
}
