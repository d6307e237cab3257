package dev.kvsql.jmh;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A store in a temporary directory, which closing removes. */
final class StoreFiles implements AutoCloseable {
  /** Chunks of the main file: 64 MiB. */
  static final int CHUNKS = 16_384;

  private static final int CHUNKS_PER_BATCH = 256;
  private static final long SEED = 1;

  private final Path directory;
  private final Path file;
  private final MapDbStore store;
  private final ChunkStore chunks;

  /** Makes a store whose database has a main file of random chunks. */
  StoreFiles() throws IOException {
    directory = Files.createTempDirectory("kvsql-jmh-");
    file = directory.resolve("store");
    store = MapDbStore.create(file);
    chunks = store.createDatabase(Store.DEFAULT_DATABASE);
    fill(0, CHUNKS);
  }

  ChunkStore chunks() {
    return chunks;
  }

  /** Puts random chunks, and the meta of a file that ends with the last chunk that it may have. */
  void fill(int first, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] meta = new FileMeta((long) CHUNKS * StoreKey.CHUNK_BYTES).encode();
    for (int start = first; start < first + count; start += CHUNKS_PER_BATCH) {
      WriteBatch.Builder batch = WriteBatch.builder().put(StoreKey.meta(FileTag.MAIN), meta);
      for (int i = start; i < Math.min(start + CHUNKS_PER_BATCH, first + count); i++) {
        batch.put(StoreKey.chunk(FileTag.MAIN, i), chunk(random));
      }
      chunks.apply(batch.build(), Durability.LAZY);
    }
  }

  /** A whole chunk of random bytes. */
  static byte[] chunk(SplittableRandom random) {
    byte[] chunk = new byte[StoreKey.CHUNK_BYTES];
    random.nextBytes(chunk);
    return chunk;
  }

  @Override
  public void close() throws IOException {
    store.close();
    MapDbStore.remove(file);
    Files.delete(directory);
  }
}
