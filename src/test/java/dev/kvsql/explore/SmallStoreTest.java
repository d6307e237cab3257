package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.RandomBatches;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.WriteBatch;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SmallStoreTest {
  static LongStream seeds() {
    return Seeds.of(20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itHoldsWhatAnyStoreWould(long seed) {
    RandomBatches batches = new RandomBatches(seed);
    SmallStore small = new SmallStore();
    MemoryChunkStore model = new MemoryChunkStore();
    for (int i = 0; i < 200; i++) {
      WriteBatch batch = batches.next();
      SmallStore copy = small.copy();
      List<Entry> before = StoreContents.of(model);
      small.apply(batch, Durability.FORCED);
      model.apply(batch, Durability.FORCED);
      assertThat(StoreContents.of(small)).isEqualTo(StoreContents.of(model));
      assertThat(StoreContents.of(copy)).as("a copy stays").isEqualTo(before);
      byte[] key = batches.key();
      assertThat(small.get(key)).isEqualTo(model.get(key));
    }
  }

  @Test
  void aPowerCutTakesWhatWasNotForced() {
    SmallStore store = new SmallStore();
    put(store, 1, Durability.FORCED);
    put(store, 2, Durability.LAZY);
    put(store, 3, Durability.LAZY);
    assertThat(keys(store)).isEqualTo(3);
    assertThat(keys(store.afterPowerCut())).isEqualTo(1);
    store.apply(WriteBatch.builder().build(), Durability.FORCED);
    assertThat(keys(store.afterPowerCut())).isEqualTo(3);
  }

  private static void put(SmallStore store, int key, Durability durability) {
    store.apply(WriteBatch.builder().put(new byte[] {(byte) key}, new byte[1]).build(), durability);
  }

  private static int keys(SmallStore store) {
    return StoreContents.of(store).size();
  }
}
