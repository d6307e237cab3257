package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Seeds;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ChunkTableTest {
  private static final long LAST = (1L << 32) - 1;

  static LongStream seeds() {
    return Seeds.of(8);
  }

  /** Keys from few, from many, from the upper end, and such as differ in high bits only. */
  @ParameterizedTest
  @MethodSource("seeds")
  void holdsWhatAMapWouldHold(long seed) {
    Random random = new Random(seed);
    ChunkTable table = new ChunkTable();
    TreeMap<Long, Integer> model = new TreeMap<>();
    for (int step = 0; step < 20_000; step++) {
      long index =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(40);
            case 1 -> random.nextInt(3000);
            case 2 -> LAST - random.nextInt(100);
            default -> (long) random.nextInt(1 << 10) << 22;
          };
      if (random.nextInt(5) < (step < 12_000 ? 3 : 1)) {
        int slot = random.nextInt(Integer.MAX_VALUE);
        table.put(index, slot);
        model.put(index, slot);
      } else {
        Integer removed = model.remove(index);
        assertThat(table.remove(index)).isEqualTo(removed == null ? ChunkTable.NONE : removed);
      }
      assertThat(table.size()).isEqualTo(model.size());
      if (step % 1000 == 0) {
        assertSame(table, model);
      }
    }
    assertSame(table.copy(), model);
    long[] upper = table.indexesFrom(1500);
    assertThat(upper).containsExactlyInAnyOrder(model.tailMap(1500L).keySet().toArray(Long[]::new));
  }

  private static void assertSame(ChunkTable table, Map<Long, Integer> model) {
    assertThat(table.sortedIndexes()).containsExactly(model.keySet().toArray(Long[]::new));
    model.forEach((index, slot) -> assertThat(table.get(index)).isEqualTo(slot));
    assertThat(table.get(5000)).isEqualTo(ChunkTable.NONE);
  }

  @Test
  void anEmptyTableHasNothing() {
    ChunkTable table = new ChunkTable();
    assertThat(table.get(0)).isEqualTo(ChunkTable.NONE);
    assertThat(table.get(LAST)).isEqualTo(ChunkTable.NONE);
    assertThat(table.remove(7)).isEqualTo(ChunkTable.NONE);
    assertThat(table.sortedIndexes()).isEmpty();
  }

  @Test
  void aClearedTableIsLikeANewOne() {
    ChunkTable table = new ChunkTable();
    for (int index = 0; index < 100; index++) {
      table.put(index, index);
    }
    table.clear();
    assertThat(table.size()).isZero();
    assertThat(table.get(50)).isEqualTo(ChunkTable.NONE);
    table.put(50, 3);
    assertThat(table.sortedIndexes()).containsExactly(50);
  }
}
