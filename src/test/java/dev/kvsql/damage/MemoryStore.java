package dev.kvsql.damage;

import dev.kvsql.chunk.ChecksumMap;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory with one database, main. Who has the maps can change them behind its back, so
 * that checksums no longer fit.
 *
 * @param chunks the database
 * @param kept its checksums, if it keeps any
 */
record MemoryStore(MemoryChunkStore chunks, Optional<MemoryChunkStore> kept) implements Store {
  /** Checksums of everything that is in the database now. */
  static MemoryStore withChecksums(MemoryChunkStore chunks) {
    MemoryStore store = new MemoryStore(chunks, Optional.of(new MemoryChunkStore()));
    WriteBatch.Builder all = WriteBatch.builder();
    chunks.scan(KeyRange.ALL).forEachRemaining(entry -> all.put(entry.key(), entry.value()));
    store.apply(all.build(), Durability.FORCED);
    return store;
  }

  @Override
  public String name() {
    return "app.kv";
  }

  @Override
  public OptionalLong pendingLogBytes() {
    return OptionalLong.empty();
  }

  @Override
  public List<String> databases() {
    return List.of(DEFAULT_DATABASE);
  }

  @Override
  public ChunkStore superJournals() {
    return chunks.superJournals();
  }

  @Override
  public ChunkStore database(String name) {
    return new ChunkStore() {
      @Override
      public byte @Nullable [] get(byte[] key) {
        return chunks.get(key);
      }

      @Override
      public Iterator<Entry> scan(KeyRange range) {
        return chunks.scan(range);
      }

      @Override
      public ChunkStore superJournals() {
        return chunks.superJournals();
      }

      @Override
      public void apply(WriteBatch batch, Durability durability) {
        MemoryStore.this.apply(batch, durability);
      }
    };
  }

  private void apply(WriteBatch batch, Durability durability) {
    chunks.apply(batch, durability);
    kept.ifPresent(checksums -> checksums.apply(checksums(batch), durability));
  }

  private static WriteBatch checksums(WriteBatch batch) {
    WriteBatch.Builder checksums = WriteBatch.builder();
    for (WriteBatch.Operation operation : batch.operations()) {
      switch (operation) {
        case WriteBatch.Put(byte[] key, byte[] value) -> {
          if (StoreKey.parse(key) instanceof StoreKey.Chunk) {
            checksums.put(key, ChecksumMap.checksum(value));
          }
        }
        case WriteBatch.Delete(byte[] key) -> checksums.delete(key);
        case WriteBatch.DeleteRange(KeyRange range) -> checksums.deleteRange(range);
      }
    }
    return checksums.build();
  }

  @Override
  public Optional<ChecksumMap> checksums(String name) {
    return kept.map(checksums -> checksums::scan);
  }

  @Override
  public ChunkStore createDatabase(String name, Checksums checksums) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Replacement replaceDatabase(String name, Checksums checksums) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
