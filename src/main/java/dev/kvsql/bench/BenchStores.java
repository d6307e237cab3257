package dev.kvsql.bench;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Stores of random chunks, and how long it takes to open one. */
final class BenchStores {
  private static final int CHUNKS_PER_BATCH = 256;

  private BenchStores() {}

  /** A new store with one database: its main file has that many chunks, whole ones. */
  static MapDbStore create(Path path, long chunks, long seed) {
    MapDbStore store = MapDbStore.create(path);
    try {
      ChunkStore database = store.createDatabase(Store.DEFAULT_DATABASE);
      byte[] meta = new FileMeta(chunks * StoreKey.CHUNK_BYTES).encode();
      database.apply(
          WriteBatch.builder().put(StoreKey.meta(FileTag.MAIN), meta).build(), Durability.FORCED);
      fill(database, 0, chunks, new SplittableRandom(seed));
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Puts chunks in lazy batches, then makes them durable. */
  static void fill(ChunkStore database, long first, long count, SplittableRandom random) {
    long end = first + count;
    for (long index = first; index < end; index += CHUNKS_PER_BATCH) {
      WriteBatch.Builder batch = WriteBatch.builder();
      for (long i = index; i < Math.min(index + CHUNKS_PER_BATCH, end); i++) {
        byte[] chunk = new byte[StoreKey.CHUNK_BYTES];
        random.nextBytes(chunk);
        batch.put(StoreKey.chunk(FileTag.MAIN, i), chunk);
      }
      database.apply(batch.build(), Durability.LAZY);
    }
    database.apply(WriteBatch.builder().build(), Durability.FORCED);
  }

  /** Opens a store, lists its databases, gets one value, and closes it, which is not timed. */
  static long nanosToOpen(Path path, Access access) {
    long start = System.nanoTime();
    try (Store store = MapDbStore.open(path, access)) {
      String first = store.databases().getFirst();
      if (store.database(first).get(StoreKey.meta(FileTag.MAIN)) == null) {
        throw new IllegalStateException(path + ": the meta is not there");
      }
      return System.nanoTime() - start;
    }
  }
}
