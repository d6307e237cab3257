package dev.kvsql.explore.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs of chunks, against a map of single ones. */
final class StoredChunksTest {
  private static final int INDEXES = 40;

  private final StoredChunks stored = new StoredChunks();

  static LongStream seeds() {
    return Seeds.of(5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void runsAreWhatSingleChunksWouldBe(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, Integer> model = new TreeMap<>();
    StoredChunks others = new StoredChunks();
    for (int step = 0; step < 2000; step++) {
      long first = random.nextLong(INDEXES);
      ChunkSpan span = new ChunkSpan(first, first + random.nextLong(INDEXES - first));
      switch (random.nextInt(9)) {
        case 0 -> {
          stored.remove(span);
          model.subMap(span.first(), span.end()).clear();
        }
        case 1 -> {
          stored.moveTo(others, span);
          others.moveTo(stored, ChunkSpan.ALL);
        }
        default -> {
          int bytes = random.nextInt(4) == 0 ? 100 : 4096;
          stored.put(first, bytes, random.nextInt(2));
          model.put(first, bytes);
        }
      }
      Map<Long, Integer> single = new TreeMap<>();
      for (long index = 0; index < INDEXES; index++) {
        if (stored.bytes(index) != StoredChunks.ABSENT) {
          single.put(index, stored.bytes(index));
        }
      }
      assertThat(single).as("seed %d, step %d", seed, step).isEqualTo(model);
      Map<Long, Integer> within = model.subMap(span.first(), span.end());
      assertThat(stored.group(span).count()).isEqualTo(within.size());
      assertThat(stored.group(span).bytes())
          .isEqualTo(within.values().stream().mapToLong(bytes -> bytes).sum());
      Long last = model.lowerKey(first);
      assertThat(stored.lastBefore(first))
          .isEqualTo(last == null ? OptionalLong.empty() : OptionalLong.of(last));
    }
  }

  @Test
  void neighboursThatAreAlikeAreOneRun() {
    stored.put(0, 4096, 1);
    stored.put(2, 4096, 2);
    stored.put(1, 4096, 3);
    assertThat(stored.runs()).isEqualTo(1);

    stored.put(3, 7, 4);
    stored.put(4, 7, 4);
    stored.put(5, 7, 5);
    assertThat(stored.runs()).as("short ones, of one operation each").isEqualTo(3);
  }

  @Test
  void aChunkKeepsTheOperationThatGaveItItsLength() {
    stored.put(3, 7, 4);
    stored.put(3, 7, 9);
    stored.put(2, 4096, 10);
    StringBuilder runs = new StringBuilder();
    stored.forEach(
        ChunkSpan.ALL,
        run -> runs.append(run.span().first()).append('@').append(run.since()).append(' '));
    assertThat(runs).hasToString("2@0 3@4 ");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "08, 0",
    "080100ff, 0",
    "08010100, 0",
    "0801010000, 0",
    "080101000000000000, 1",
    "0801010000000001, 1",
    "080101000000000100, 2",
    "0801010001, 16777216",
    "08010100ffffffff, 4294967295",
    "08010100ffffffff00, 4294967296",
    "08010101, 4294967296",
    "09, 4294967296"
  })
  void aBoundIsTheIndexOfTheFirstChunkThatIsNotBeforeIt(String bound, long index) {
    byte[] firstKey = StoreKey.chunk(FileTag.MAIN, 0);
    byte[] bytes = HexFormat.of().parseHex(bound);
    assertThat(ChunkSpan.indexOf(firstKey, bytes)).isEqualTo(index);
    if (index < StoreKey.MAX_CHUNKS) {
      assertThat(Arrays.compareUnsigned(StoreKey.chunk(FileTag.MAIN, index), bytes))
          .isNotNegative();
    }
    if (index > 0) {
      assertThat(Arrays.compareUnsigned(StoreKey.chunk(FileTag.MAIN, index - 1), bytes))
          .isNegative();
    }
  }
}
