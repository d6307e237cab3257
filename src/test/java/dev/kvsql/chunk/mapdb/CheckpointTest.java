package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the log takes before it is carried over into the store file. */
final class CheckpointTest {
  private static final int COMMITS = 10;
  private static final int CHUNKS = 2048;
  private static final long CHECKPOINT_BYTES = 64L << 20;

  @TempDir Path dir;

  @Test
  void aLogOf64MiBIsCarriedOverIntoTheStoreFile() throws Exception {
    Path path = dir.resolve("a.kv");
    Path copy = dir.resolve("copy.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore database = store.createDatabase("main");
      for (int commit = 0; commit < COMMITS; commit++) {
        commit(database, commit);
        assertThat(Files.size(StoreFiles.logPath(path)))
            .as("after commit %d", commit)
            .isLessThan(RedoLog.KEPT_BYTES);
      }
      assertThat(Files.size(path)).isGreaterThan(CHECKPOINT_BYTES);
      assertHolds(database);
      Files.copy(path, copy);
      Files.copy(StoreFiles.logPath(path), StoreFiles.logPath(copy));
    }
    assertHolds(path);
    assertHolds(copy);
  }

  private static void commit(ChunkStore database, int commit) {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (int i = 0; i < CHUNKS; i++) {
      byte[] key = ByteBuffer.allocate(4).putInt(commit * CHUNKS + i).array();
      batch.put(key, value(key));
    }
    database.apply(batch.build(), commit % 4 == 0 ? Durability.FORCED : Durability.LAZY);
  }

  private static void assertHolds(Path path) {
    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      assertHolds(store.database("main"));
    }
  }

  private static void assertHolds(ChunkStore database) {
    int count = 0;
    CRC32C found = new CRC32C();
    CRC32C expected = new CRC32C();
    for (Iterator<Entry> scan = database.scan(KeyRange.ALL); scan.hasNext(); ) {
      Entry entry = scan.next();
      byte[] key = ByteBuffer.allocate(4).putInt(count++).array();
      found.update(entry.key());
      found.update(entry.value());
      expected.update(key);
      expected.update(value(key));
    }
    assertThat(count).isEqualTo(COMMITS * CHUNKS);
    assertThat(found.getValue()).isEqualTo(expected.getValue());
  }

  private static byte[] value(byte[] key) {
    byte[] value = new byte[4096];
    for (int at = 0; at < value.length; at += 4) {
      System.arraycopy(key, 0, value, at, 4);
      value[at] = (byte) at;
    }
    return value;
  }
}
