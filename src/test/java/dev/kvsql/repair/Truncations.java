package dev.kvsql.repair;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.file.TruncatePlan;
import java.util.Optional;

/** Truncates for tests, and a database for them. */
final class Truncations {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  /** Size of the database's main file. */
  static final int BYTES = 4 * CHUNK + 100;

  private Truncations() {}

  /** Main has a hole, a tail and orphans, the sidecars are there, and so are other keys. */
  static Damage database() {
    Damage database =
        Damage.ofFile(bytes(BYTES, 1))
            .delete(FileTag.MAIN, 2, 1)
            .resize(FileTag.MAIN, 4, 1, 900)
            .file(FileTag.JOURNAL, bytes(2 * CHUNK + 1, 2))
            .file(FileTag.WAL, bytes(CHUNK, 3))
            .size(FileTag.SHM, 0);
    return database
        .put(FileTag.MAIN, 5, bytes(CHUNK, 4))
        .put(FileTag.MAIN, 7, bytes(10, 5))
        .put(FileTag.MAIN, StoreKey.MAX_CHUNKS - 1, bytes(CHUNK, 6))
        .key("01", (byte) 1)
        .key("0801", (byte) 2)
        .key("08010101ff", (byte) 3)
        .key("09", (byte) 4);
  }

  private static byte[] bytes(int count, int start) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (start + i * 7 + i / CHUNK);
    }
    return bytes;
  }

  static ChunkFile open(ChunkStore store, FileTag file) {
    return ChunkFile.open(store, file, new ReadCache(0)).orElseThrow();
  }

  static Truncation of(ChunkStore store, FileTag file, long size) {
    return of(store, file, TruncatePlan.of(open(store, file).sizeBytes(), size));
  }

  static Truncation of(ChunkStore store, FileTag file, TruncatePlan plan) {
    return new Truncation("app.kv", "main", store, Optional.empty(), file, plan);
  }
}
