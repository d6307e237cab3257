package dev.kvsql.chunk;

import java.util.List;

final class MemoryChunkStoreTest extends ChunkStoreContract {
  @Override
  protected ChunkStore storeWith(List<Entry> entries) {
    MemoryChunkStore store = new MemoryChunkStore();
    StoreContents.fill(store, entries);
    return store;
  }
}
