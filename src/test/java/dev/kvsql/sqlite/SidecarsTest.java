package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import dev.kvsql.file.StoreShape;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that SQLite left in the middle of something, copied into chunks file by file. */
final class SidecarsTest {
  @TempDir Path dir;
  private final MemoryChunkStore store = new MemoryChunkStore();

  /** A database whose last rows are in the WAL only. */
  private void makeWal(int rowsInWal) throws Exception {
    Path file = dir.resolve("w.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.run(connection, "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0");
      MountTest.fill(connection, 10, 3000);
      Sql.run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      if (rowsInWal > 0) {
        MountTest.more(connection, rowsInWal, 3000);
      }
      put(FileTag.MAIN, file);
      put(FileTag.WAL, Path.of(file + "-wal"));
    }
  }

  /** A database with a transaction half way in its main file, and the journal that undoes it. */
  private void makeHotJournal(int pageSize, int rows) throws Exception {
    Path file = dir.resolve("j.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.run(connection, "PRAGMA page_size=" + pageSize, "PRAGMA journal_mode=DELETE");
      MountTest.fill(connection, rows, 2000);
      Sql.run(connection, "PRAGMA cache_size=3", "BEGIN", "UPDATE t SET a = zeroblob(5000)");
      put(FileTag.MAIN, file);
      put(FileTag.JOURNAL, Path.of(file + "-journal"));
    }
  }

  private void put(FileTag tag, Path file) throws Exception {
    ChunkFile chunks = ChunkFile.create(store, tag, new ReadCache(0));
    chunks.write(0, MemorySegment.ofArray(Files.readAllBytes(file)));
    chunks.handOver(Durability.FORCED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void aWalsCommittedRowsAreThere(int rowsInWal) throws Exception {
    makeWal(rowsInWal);
    try (Mount mount = Mount.of(store, MountOptions.defaults())) {
      try (Connection connection = mount.connect()) {
        assertThat(Sql.one(connection, "PRAGMA journal_mode")).isEqualTo("wal");
        assertSum(connection, (10 + rowsInWal) * 3000);
        MountTest.more(connection, 5, 1000);
        assertSum(connection, (10 + rowsInWal) * 3000 + 5000);
      }
      StoreShape.assertWellFormed(store);
      assertThat(has(FileTag.WAL)).as("the last one out carries the WAL over").isFalse();
      try (Connection connection = mount.connect()) {
        assertSum(connection, (10 + rowsInWal) * 3000 + 5000);
      }
    }
  }

  @Test
  void aWalCanBeLeftBehind() throws Exception {
    makeWal(20);
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertThat(Sql.one(connection, "PRAGMA journal_mode=DELETE")).isEqualTo("delete");
      assertThat(has(FileTag.WAL)).isFalse();
      assertSum(connection, 90000);
    }
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection first = mount.connect();
        Connection second = mount.connect()) {
      assertSum(first, 90000);
      assertSum(second, 90000);
      assertThat(Sql.one(second, "PRAGMA journal_mode")).isEqualTo("memory");
    }
  }

  @Test
  void aWalThatWasNotCheckpointedStaysAcrossAKill() throws Exception {
    makeWal(20);
    MemoryChunkStore killed;
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=0");
      MountTest.more(connection, 7, 1000);
      killed = StoreContents.copy(store);
    }
    try (Mount mount = Mount.of(killed, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertSum(connection, 97000);
    }
  }

  /** The checkpoint was not synced; the first frame of the WAL that begins anew is. */
  @Test
  void whatACheckpointCarriedOverStaysAcrossAKillAfterTheWalBeganAnew() throws Exception {
    makeWal(20);
    MemoryChunkStore killed;
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA wal_autocheckpoint=0", "PRAGMA synchronous=OFF");
      MountTest.more(connection, 7, 1000);
      Sql.run(connection, "PRAGMA wal_checkpoint(FULL)");
      Sql.run(connection, "PRAGMA synchronous=FULL", "PRAGMA cache_size=2", "BEGIN");
      MountTest.more(connection, 50, 1000);
      killed = StoreContents.copy(store);
    }
    try (Mount mount = Mount.of(killed, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertSum(connection, 97000);
    }
  }

  @ParameterizedTest
  @CsvSource({"512, 40", "1024, 40", "4096, 40", "65536, 400"})
  void aHotJournalIsRolledBack(int pageSize, int rows) throws Exception {
    makeHotJournal(pageSize, rows);
    assertThat(has(FileTag.JOURNAL)).isTrue();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertSum(connection, rows * 2000);
    }
    assertThat(has(FileTag.JOURNAL)).isFalse();
    StoreShape.assertWellFormed(store);
    MountTest.assertCount(store, rows);
  }

  /** Rolling back would cut off what may be the rest of the database. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aJournalBesideChunksPastTheEndIsRefusedUnlessSomebodyHasLooked(boolean wal)
      throws Exception {
    if (wal) {
      makeWal(20);
    } else {
      makeHotJournal(4096, 40);
    }
    byte[] orphan = StoreKey.chunk(FileTag.MAIN, 1000);
    StoreContents.fill(store, List.of(new Entry(orphan, new byte[4096])));
    List<Entry> before = StoreContents.of(store);
    try (Mount mount = Mount.of(store, MountOptions.defaults())) {
      assertThatThrownBy(mount::connect)
          .isInstanceOf(StoreException.Damaged.class)
          .hasMessageStartingWith("main has chunks past its end, and a journal or WAL");
    }
    assertThat(StoreContents.of(store)).isEqualTo(before);
    MountOptions recover = new MountOptions(0, MountOptions.Use.RECOVER);
    try (Mount mount = Mount.of(store, recover);
        Connection connection = mount.connect()) {
      assertSum(connection, wal ? 90000 : 80000);
    }
  }

  @Test
  void aHotJournalOnAnOverlayLeavesTheBaseAsItIs() throws Exception {
    makeHotJournal(4096, 40);
    List<Entry> before = StoreContents.of(store);
    ChunkStore overlay = new OverlayChunkStore(store);
    try (Mount mount = Mount.of(overlay, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertSum(connection, 80000);
    }
    assertThat(StoreContents.of(store)).isEqualTo(before);
  }

  /**
   * Killed in the middle of a transaction: what is in the store by then is what SQLite would find.
   */
  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST", "MEMORY"})
  void aKillInATransactionLeavesTheOneBefore(String mode) throws Exception {
    MemoryChunkStore killed;
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=" + mode);
      MountTest.fill(connection, 40, 2000);
      Sql.run(connection, "PRAGMA cache_size=3", "BEGIN", "UPDATE t SET a = zeroblob(5000)");
      killed = StoreContents.copy(store);
      Sql.run(connection, "COMMIT");
      assertSum(connection, 200000);
    }
    try (Mount mount = Mount.of(killed, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertSum(connection, 80000);
    }
    StoreShape.assertWellFormed(killed);
  }

  private static void assertSum(Connection connection, int bytes) throws SQLException {
    assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t"))
        .isEqualTo(String.valueOf(bytes));
    assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
  }

  private boolean has(FileTag tag) {
    return store.get(StoreKey.meta(tag)) != null;
  }
}
