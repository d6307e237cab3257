package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.StoreShape;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WAL mode between the connections of a process: sqlite.org/wal.html. */
final class MountWalTest {
  private static final String COUNT = "SELECT count(*) FROM t";

  @TempDir Path dir;

  private static SideBySide.Both inWalMode(SideBySide side) throws Exception {
    SideBySide.Both sql = side.connect();
    sql.run(Rows.CREATE);
    assertThat(sql.run("PRAGMA journal_mode=WAL")).isEqualTo("wal");
    sql.run("PRAGMA synchronous=FULL", Rows.insert(1, 20, 500));
    return sql;
  }

  @ParameterizedTest
  @EnumSource
  void aReaderKeepsWhatItSawWhileAnotherCommits(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both writer = inWalMode(side);
      SideBySide.Both reader = side.connect();
      assertThat(reader.within("BEGIN", COUNT)).isEqualTo("20");
      writer.run(Rows.insert(21, 25, 500));
      assertThat(reader.within(COUNT)).as("in its transaction").isEqualTo("20");
      assertThat(reader.within("COMMIT", COUNT)).isEqualTo("25");
      writer.within("BEGIN IMMEDIATE", "DELETE FROM t");
      assertThat(reader.within(COUNT)).as("not committed").isEqualTo("25");
      assertThat(reader.failing("BEGIN IMMEDIATE")).contains("SQLITE_BUSY");
      writer.within("ROLLBACK");
      assertThat(reader.within(COUNT)).isEqualTo("25");
    }
  }

  /** A snapshot that is no longer the last one cannot become a write transaction. */
  @Test
  void whoReadAnOldSnapshotCannotWriteOnTopOfIt() throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT)) {
      SideBySide.Both first = inWalMode(side);
      SideBySide.Both second = side.connect();
      second.within("BEGIN", COUNT);
      first.run("DELETE FROM t WHERE id = 1");
      assertThat(second.failing("DELETE FROM t WHERE id = 2")).contains("SQLITE_BUSY_SNAPSHOT");
      second.within("ROLLBACK", "DELETE FROM t WHERE id = 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"})
  void everyCheckpointSaysAndDoesWhatItDoesOnAFile(String kind) throws Exception {
    String checkpoint = "PRAGMA wal_checkpoint(" + kind + ")";
    try (SideBySide side = SideBySide.empty(dir, MountCache.EIGHT_CHUNKS)) {
      SideBySide.Both writer = inWalMode(side);
      SideBySide.Both reader = side.connect();
      reader.within("BEGIN", COUNT);
      writer.run(Rows.insert(30, 60, 700));
      writer.within(checkpoint);
      reader.within(COUNT, "COMMIT");
      writer.within(checkpoint);
      writer.within("BEGIN IMMEDIATE");
      reader.within(checkpoint);
      writer.within("COMMIT", checkpoint, Rows.insert(70, 90, 100), checkpoint);
      reader.within(COUNT, "PRAGMA integrity_check");
    }
  }

  @Test
  void lockingExclusivelyAndBackIsAsOnAFile() throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT)) {
      SideBySide.Both one = inWalMode(side);
      one.within("PRAGMA locking_mode=EXCLUSIVE", Rows.insert(30, 40, 100));
      SideBySide.Both two = side.connect();
      assertThat(two.failing("DELETE FROM t")).contains("SQLITE_BUSY");
      one.within("PRAGMA locking_mode=NORMAL", Rows.insert(50, 60, 100));
      two.within(COUNT, "DELETE FROM t WHERE id > 30");
      one.within(COUNT);
    }
  }

  @Test
  void onlyOneConnectionCanLeaveWalMode() throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT)) {
      SideBySide.Both one = inWalMode(side);
      SideBySide.Both two = side.connect();
      two.within(COUNT);
      assertThat(one.failing("PRAGMA journal_mode=DELETE")).contains("SQLITE_BUSY");
      two.close();
      assertThat(one.run("PRAGMA journal_mode=DELETE")).isEqualTo("delete");
      one.run(Rows.insert(30, 40, 100));
    }
  }

  /** What a process leaves that was killed, or a store that was made elsewhere. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWalThatIsFoundIsReadByEveryConnection(boolean killed) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT)) {
      SideBySide.Both writer = inWalMode(side);
      writer.run("PRAGMA wal_autocheckpoint=0", Rows.insert(30, 99, 900));
      try (SideBySide found = killed ? side.killed() : side.imported()) {
        SideBySide.Both one = found.connect();
        SideBySide.Both two = found.connect();
        assertThat(one.ask(COUNT)).isEqualTo("90");
        assertThat(two.ask(COUNT)).isEqualTo("90");
        two.ask("DELETE FROM t WHERE id > 40");
        assertThat(one.ask(COUNT)).isEqualTo("31");
        assertThat(one.ask("PRAGMA journal_mode")).isEqualTo("wal");
      }
    }
  }

  /** The last connection carries the WAL over and removes it. */
  @Test
  void nothingButTheMainFileIsLeftInTheEnd() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection first = mount.connect();
        Connection second = mount.connect()) {
      assertThat(Sql.one(first, "PRAGMA journal_mode=WAL")).isEqualTo("wal");
      MountTest.fill(first, 50, 1000);
      assertThat(Sql.one(second, COUNT)).isEqualTo("50");
      assertThat(store.get(StoreKey.meta(FileTag.WAL))).isNotNull();
    }
    assertThat(StoreContents.of(store)).allMatch(entry -> entry.key()[3] == FileTag.MAIN.code());
    StoreShape.assertWellFormed(store);
    MountTest.assertCount(store, 50);
  }

  /** Each row is moved from one account to the other: whoever reads must see the same sum. */
  @ParameterizedTest
  @ValueSource(strings = {"FULL", "NORMAL", "OFF"})
  void readersSeeWholeTransactionsWhileWritersWriteAndCheckpoint(String sync) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(
          connection, "PRAGMA journal_mode=WAL", "CREATE TABLE a(id INTEGER PRIMARY KEY, n, t)");
      Sql.run(
          connection,
          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 200)"
              + " INSERT INTO a SELECT x, 100, zeroblob(300) FROM n");
      AtomicBoolean stop = new AtomicBoolean();
      try (ExecutorService executor = Executors.newFixedThreadPool(6)) {
        List<Future<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          readers.add(executor.submit(() -> readSums(mount, stop)));
        }
        List<Future<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          int seed = i;
          writers.add(executor.submit(() -> move(mount, sync, 150, seed)));
        }
        for (Future<Integer> writer : writers) {
          assertThat(writer.get()).isEqualTo(150);
        }
        stop.set(true);
        for (Future<Integer> reader : readers) {
          assertThat(reader.get()).as("reads that were whole").isPositive();
        }
      }
      assertThat(Sql.one(connection, "SELECT sum(n) FROM a")).isEqualTo("20000");
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
    StoreShape.assertWellFormed(store);
  }

  private static int readSums(Mount mount, AtomicBoolean stop) throws SQLException {
    int reads = 0;
    try (Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA busy_timeout=20000", "PRAGMA cache_size=5");
      while (!stop.get() || reads == 0) {
        assertThat(Sql.one(connection, "SELECT sum(n) || ' ' || count(*) FROM a"))
            .isEqualTo("20000 200");
        reads++;
      }
    }
    return reads;
  }

  private static int move(Mount mount, String sync, int times, int seed) throws SQLException {
    try (Connection connection = mount.connect()) {
      Sql.run(
          connection,
          "PRAGMA busy_timeout=20000",
          "PRAGMA cache_size=5",
          "PRAGMA synchronous=" + sync,
          "PRAGMA wal_autocheckpoint=20");
      for (int i = 0; i < times; i++) {
        int from = 1 + (i * 37 + seed) % 200;
        int to = 1 + (i * 91 + seed + 1) % 200;
        Sql.run(
            connection,
            "BEGIN IMMEDIATE",
            "UPDATE a SET n = n - 1 WHERE id = " + from,
            "UPDATE a SET n = n + 1 WHERE id = " + to,
            "COMMIT");
      }
    }
    return times;
  }
}
