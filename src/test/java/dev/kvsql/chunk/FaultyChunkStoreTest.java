package dev.kvsql.chunk;

import static dev.kvsql.chunk.StoreContents.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultyChunkStoreTest extends ChunkStoreContract {
  @Override
  protected ChunkStore storeWith(List<Entry> entries) {
    ChunkStore store = new FaultyChunkStore(new MemoryChunkStore());
    StoreContents.fill(store, entries);
    return store;
  }

  @Test
  void failsTheNthBatchBeforeAnythingOfItIsThere() {
    FaultyChunkStore store = new FaultyChunkStore(new MemoryChunkStore());
    store.failApply(2);
    store.apply(put("01"), Durability.FORCED);
    assertThatThrownBy(() -> store.apply(put("02"), Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(FaultyChunkStore.MESSAGE);
    store.apply(put("03"), Durability.FORCED);
    assertThat(StoreContents.of(store))
        .extracting(Entry::key)
        .containsExactly(bytes("01"), bytes("03"));
    assertThat(store.applied()).isEqualTo(2);
  }

  @Test
  void failsAsOftenAsItWasTold() {
    FaultyChunkStore store = new FaultyChunkStore(new MemoryChunkStore());
    store.failGet(2, 2);
    store.get(bytes("01"));
    assertThatThrownBy(() -> store.get(bytes("01"))).hasMessage(FaultyChunkStore.MESSAGE);
    assertThatThrownBy(() -> store.get(bytes("01"))).hasMessage(FaultyChunkStore.MESSAGE);
    assertThat(store.get(bytes("01"))).isNull();
    store.failGet(1, 9);
    store.heal();
    assertThat(store.get(bytes("01"))).isNull();
  }

  private static WriteBatch put(String key) {
    return WriteBatch.builder().put(bytes(key), bytes("00")).build();
  }
}
