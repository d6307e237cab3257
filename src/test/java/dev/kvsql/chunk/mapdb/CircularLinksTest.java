package dev.kvsql.chunk.mapdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that lead back to themselves: MapDB would follow them for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
final class CircularLinksTest {
  private static final int CHUNKS = 20_000;
  private static final int FIRST_SLOT = 32_880;
  private static final int HIGHEST_RECID = 32;

  @TempDir private Path dir = Path.of("");
  private Path path = Path.of("");

  @BeforeEach
  void makeStore() {
    path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      ChunkStore main = store.createDatabase("main");
      WriteBatch.Builder batch = WriteBatch.builder();
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        batch.put(StoreKey.chunk(FileTag.MAIN, chunk), new byte[] {1, 2, 3, 4, 5, 6, 7});
      }
      main.apply(batch.build(), Durability.FORCED);
    }
  }

  /** Every record in place of every other: the root, inner nodes and leaves are among them. */
  @Test
  void aScanEnds() throws IOException {
    byte[] sound = Files.readAllBytes(path);
    int records = 90;
    for (int record = 2; record < records; record++) {
      ByteBuffer bytes = ByteBuffer.wrap(sound.clone());
      bytes.putLong(slot(record), bytes.getLong(slot(record % 7 == 0 ? 5 : record - 1)));
      assertEnds(bytes.array());
    }
  }

  private void assertEnds(byte[] damaged) throws IOException {
    Files.write(path, damaged);
    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      ChunkStore main = store.database("main");
      main.get(StoreKey.chunk(FileTag.MAIN, CHUNKS - 1));
      int entries = 0;
      for (Iterator<Entry> scan = main.scan(KeyRange.ALL); scan.hasNext(); scan.next()) {
        entries++;
      }
      assertThat(entries).isLessThanOrEqualTo(CHUNKS);
    } catch (StoreException.Damaged e) {
      assertThat(e).hasMessageStartingWith(path + ": ").hasMessageNotContaining("Exception");
    }
  }

  @Test
  void aLargeRecordWithoutAnEndIsToldSo() throws IOException {
    byte[] value = new byte[200_000];
    byte[] key = StoreKey.chunk(FileTag.MAIN, 0);
    change(WriteBatch.builder().put(key, value).build());
    byte[] bytes = Files.readAllBytes(path);
    makeEndless(ByteBuffer.wrap(bytes));
    Files.write(path, bytes);

    try (MapDbStore store = MapDbStore.open(path, Access.READ)) {
      assertThatThrownBy(() -> store.database("main").get(key))
          .isInstanceOf(StoreException.Damaged.class)
          .hasMessage(path + ": cannot be read: its records refer to each other in a circle");
    }
  }

  @Test
  void aChangeOfSuchARecordIsTakenBack() throws IOException {
    byte[] key = StoreKey.chunk(FileTag.MAIN, 0);
    change(WriteBatch.builder().put(key, new byte[200_000]).build());
    byte[] bytes = Files.readAllBytes(path);
    makeEndless(ByteBuffer.wrap(bytes));
    Files.write(path, bytes);

    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      WriteBatch batch = WriteBatch.builder().put(key, new byte[4096]).build();
      assertThatThrownBy(() -> store.database("main").apply(batch, Durability.FORCED))
          .isInstanceOf(StoreException.Failed.class)
          .hasMessage(
              path
                  + ": cannot be written: its records refer to each other in a circle;"
                  + " nothing was changed");
    }

    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    assertThat(StoreFiles.logPath(path)).doesNotExist();
  }

  /** Empty leaves stay in a tree, however many: passing them is no circle. */
  @Test
  void aScanPassesAnyNumberOfEmptyLeaves() {
    int many = 40 * CHUNKS;
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      ChunkStore main = store.database("main");
      for (int from = 0; from < many; from += CHUNKS) {
        WriteBatch.Builder batch = WriteBatch.builder();
        for (int chunk = from; chunk < from + CHUNKS; chunk++) {
          batch.put(StoreKey.chunk(FileTag.MAIN, chunk), new byte[] {1});
        }
        main.apply(batch.build(), Durability.LAZY);
      }
      main.apply(WriteBatch.builder().deleteRange(KeyRange.ALL).build(), Durability.FORCED);
      assertThat(main.scan(KeyRange.ALL).hasNext()).isFalse();
    }
  }

  private void change(WriteBatch batch) {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      store.database("main").apply(batch, Durability.FORCED);
    }
  }

  /** The one record of several parts gets itself as its second. */
  private static void makeEndless(ByteBuffer bytes) {
    long records = bytes.getLong(HIGHEST_RECID) >>> 3;
    for (int record = 1; record <= records; record++) {
      long value = bytes.getLong(slot(record));
      boolean isLinked = (value & 8) != 0 && value >>> 48 > 7 && value >>> 48 < 65_534;
      if (isLinked) {
        long link = value & ~7L;
        bytes.putLong((int) (value & 0xffff_ffff_fff0L), link | (Long.bitCount(link) + 1) % 8);
        return;
      }
    }
    throw new AssertionError("no record of several parts");
  }

  private static int slot(int record) {
    return FIRST_SLOT + (record - 1) * Long.BYTES;
  }
}
