package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits for whom, as SQLite on a file does (sqlite.org/lockingv3.html). */
final class SqlLocksTest {
  private static final String SUM = "SELECT sum(length(a)) FROM t";

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"MEMORY", "DELETE", "PERSIST"})
  void aWriterThatWaitsLetsNobodyNewInAndTheOldFinish(String mode) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT);
        SideBySide.Both writer = side.connect();
        SideBySide.Both reader = side.connect();
        SideBySide.Both late = side.connect()) {
      writer.within("PRAGMA journal_mode=" + mode);
      writer.run(Rows.CREATE, Rows.insert(1, 20, 1000));
      reader.within("BEGIN", Rows.DIGEST);
      writer.within("BEGIN", "DELETE FROM t");
      late.ask(Rows.DIGEST);
      assertThat(writer.failing("COMMIT")).contains("SQLITE_BUSY");
      assertThat(late.failing(Rows.DIGEST)).contains("SQLITE_BUSY");
      reader.within(Rows.DIGEST, "COMMIT");
      assertThat(reader.failing(Rows.DIGEST)).contains("SQLITE_BUSY");
      writer.run("COMMIT");
      assertThat(late.run(Rows.DIGEST)).startsWith("0|");
    }
  }

  /** A journal beside a writer is not hot: who takes it for hot undoes what is not yet done. */
  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST"})
  void theJournalOfAWriterIsNotHot(String mode) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT);
        SideBySide.Both writer = side.connect()) {
      writer.within("PRAGMA journal_mode=" + mode);
      writer.run(Rows.CREATE, Rows.insert(1, 20, 1000));
      // Otherwise the header is written when the lock is EXCLUSIVE, and nobody could look.
      writer.within("PRAGMA synchronous=OFF");
      writer.within("BEGIN IMMEDIATE", Rows.update("id < 9", 2000));
      try (SideBySide.Both reader = side.connect()) {
        reader.ask(Rows.DIGEST);
        reader.ask("PRAGMA integrity_check");
      }
      writer.run("COMMIT");
      assertThat(writer.run(Rows.DIGEST)).startsWith("20|");
    }
  }

  @Test
  void whoHasPatienceWaitsForTheWriter() throws Exception {
    try (Mount mount = Mount.of(new MemoryChunkStore(), MountOptions.defaults());
        Connection writer = mount.connect();
        Connection reader = mount.connect();
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      MountTest.fill(writer, 20, 1000);
      assertThat(Sql.one(reader, SUM)).isEqualTo("20000");
      Sql.run(writer, "BEGIN EXCLUSIVE", "UPDATE t SET a = zeroblob(500)");
      Sql.run(reader, "PRAGMA busy_timeout=50");
      long start = System.nanoTime();
      assertThatThrownBy(() -> Sql.one(reader, SUM)).hasMessageContaining("SQLITE_BUSY");
      assertThat(System.nanoTime() - start).isGreaterThan(40_000_000L);
      Sql.run(reader, "PRAGMA busy_timeout=20000");
      Future<String> sum = executor.submit(() -> Sql.one(reader, SUM));
      Thread.sleep(20);
      assertThat(sum.isDone()).isFalse();
      Sql.run(writer, "COMMIT");
      assertThat(sum.get()).isEqualTo("10000");
    }
  }

  /** Of two connections that find a hot journal one rolls back, and the other waits for it. */
  @RepeatedTest(10)
  void aHotJournalIsRolledBackByOneOfTwo() throws Exception {
    MemoryChunkStore killed = killed();
    AtomicInteger deletions = new AtomicInteger();
    ChunkStore traced =
        new TracingChunkStore(
            killed,
            batch -> {
              if (deletesJournal(batch)) {
                deletions.incrementAndGet();
              }
            });
    CyclicBarrier start = new CyclicBarrier(2);
    try (Mount mount = Mount.of(traced, MountOptions.defaults());
        ExecutorService executor = Executors.newFixedThreadPool(2)) {
      List<Future<String>> sums = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        sums.add(
            executor.submit(() -> {
              start.await();
              return sum(mount);
            }));
      }
      for (Future<String> sum : sums) {
        assertThat(sum.get()).isEqualTo("80000");
      }
    }
    assertThat(deletions).hasValue(1);
    MountTest.assertCount(killed, 40);
  }

  private static String sum(Mount mount) throws SQLException {
    try (Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA busy_timeout=20000");
      return Sql.one(connection, SUM);
    }
  }

  private static boolean deletesJournal(WriteBatch batch) {
    byte[] meta = StoreKey.meta(FileTag.JOURNAL);
    return batch.operations().stream()
        .anyMatch(
            each -> each instanceof WriteBatch.Delete(byte[] key) && Arrays.equals(key, meta));
  }

  private static MemoryChunkStore killed() throws SQLException {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=DELETE");
      MountTest.fill(connection, 40, 2000);
      Sql.run(connection, "PRAGMA cache_size=3", "BEGIN", "UPDATE t SET a = zeroblob(5000)");
      return StoreContents.copy(store);
    }
  }
}
