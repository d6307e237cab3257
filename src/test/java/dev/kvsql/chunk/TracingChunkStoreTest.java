package dev.kvsql.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TracingChunkStoreTest extends ChunkStoreContract {
  @Override
  protected ChunkStore storeWith(List<Entry> entries) {
    ChunkStore store = new TracingChunkStore(new MemoryChunkStore(), batch -> {});
    StoreContents.fill(store, entries);
    return store;
  }

  @Test
  void tellsOfEveryBatchAlsoOfOneThatFails() {
    List<WriteBatch> told = new ArrayList<>();
    FaultyChunkStore below = new FaultyChunkStore(new MemoryChunkStore());
    ChunkStore store = new TracingChunkStore(below, told::add);
    WriteBatch first = WriteBatch.builder().put(new byte[] {1}, new byte[] {2}).build();
    WriteBatch second = WriteBatch.builder().delete(new byte[] {1}).build();
    below.failApply(2);
    store.apply(first, Durability.FORCED);
    assertThatThrownBy(() -> store.apply(second, Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class);
    assertThat(told).containsExactly(first, second);
    assertThat(StoreContents.of(store)).hasSize(1);
  }
}
