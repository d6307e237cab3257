package dev.kvsql.chunk;

import static dev.kvsql.chunk.StoreContents.bytes;
import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadOnlyChunkStoreTest {
  @Test
  void readsAndRefusesEveryBatch() {
    MemoryChunkStore below = new MemoryChunkStore();
    StoreContents.fill(below, List.of(entry("08", "01"), entry("09", "02")));
    ChunkStore store = new ReadOnlyChunkStore(below);
    assertThat(store.get(bytes("08"))).isEqualTo(bytes("01"));
    assertThat(StoreContents.of(store)).isEqualTo(StoreContents.of(below));
    WriteBatch batch = WriteBatch.builder().delete(bytes("08")).build();
    assertThatThrownBy(() -> store.apply(batch, Durability.LAZY))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage("the store is open for reading only");
    assertThat(StoreContents.of(below)).hasSize(2);
  }
}
