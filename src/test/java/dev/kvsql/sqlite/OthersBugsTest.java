package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.StoreShape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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
import org.sqlite.SQLiteException;

/** Bugs that other VFSes had, as far as SQL shows them; see also {@link UpcallTest}. */
final class OthersBugsTest {
  private static final String SUM = "SELECT sum(length(a)) FROM t";
  private static final int LONGEST_NAME_BYTES = 504;
  private static final int MANY = 1000;

  @TempDir Path dir;

  @Test
  void twoTemporaryFilesWithoutNamesAreApart() throws Exception {
    try (Mount mount = Mount.of(new MemoryChunkStore(), MountOptions.defaults());
        Connection one = mount.connect();
        Connection two = mount.connect()) {
      for (Connection each : List.of(one, two)) {
        Sql.run(each, "PRAGMA temp_store=FILE", "PRAGMA temp.cache_size=2");
        Sql.run(each, "CREATE TEMP TABLE s(a)");
      }
      for (int i = 0; i < 50; i++) {
        Sql.run(one, "INSERT INTO s VALUES(replace(printf('%.*c', 2000, 'x'), 'x', 'o'))");
        Sql.run(two, "INSERT INTO s VALUES(replace(printf('%.*c', 2000, 'x'), 'x', 't'))");
      }
      String foreign = "SELECT count(*) || ' ' || sum(length(trim(a, '%s'))) FROM s";
      assertThat(Sql.one(one, foreign.formatted("o"))).isEqualTo("50 0");
      assertThat(Sql.one(two, foreign.formatted("t"))).isEqualTo("50 0");
    }
  }

  @Test
  void aNameMayBeAsLongAsSqliteAllowsAndNotLonger() throws Exception {
    MortalStore store = new MortalStore("/names.kv", new MortalStore.Life(MANY));
    store.createDatabase("main");
    try (Mount mount = Mount.of(store, "main", MountOptions.defaults());
        Connection connection = mount.connect()) {
      String longest = "n".repeat(LONGEST_NAME_BYTES - mount.name("").length());
      Sql.run(connection, "ATTACH '" + mount.name(longest) + "' AS x", "CREATE TABLE x.t(a)");
      Sql.run(connection, "PRAGMA x.journal_mode=DELETE", "INSERT INTO x.t VALUES(1)");
      Sql.run(connection, "DETACH x");
      assertThat(store.databases()).contains(longest);
      assertThatThrownBy(
              () -> Sql.run(connection, "ATTACH '" + mount.name(longest + "n") + "' AS x"))
          .isInstanceOfSatisfying(
              SQLiteException.class,
              e -> assertThat(e.getResultCode().code & 0xff).isEqualTo(ResultCode.CANTOPEN));
      assertThat(store.databases()).hasSize(2);
    }
  }

  /** Its header counts the second transaction's pages; those of the first are behind them. */
  @Test
  void theTailOfAnOlderTransactionInAPersistentJournalIsNotRolledBack() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    MemoryChunkStore killed;
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=PERSIST");
      MountTest.fill(connection, 60, 1000);
      Sql.run(connection, "UPDATE t SET a = zeroblob(900)");
      Sql.run(connection, "PRAGMA cache_size=2", "BEGIN");
      Sql.run(connection, "UPDATE t SET a = zeroblob(100) WHERE id % 9 = 0");
      killed = StoreContents.copy(store);
      Sql.run(connection, "ROLLBACK");
    }
    assertThat(Image.inStore(killed, FileTag.JOURNAL).bytes()).hasSizeGreaterThan(60_000);
    try (Mount mount = Mount.of(killed, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertThat(Sql.one(connection, SUM)).isEqualTo("54000");
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
  }

  /** As after a power cut between writing the records and counting them: none is rolled back. */
  @Test
  void aJournalWithoutARecordCountIsWhatItIsOnAFile() throws Exception {
    Path file = dir.resolve("0.db");
    Path copy = dir.resolve("copy.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      MountTest.fill(connection, 40, 2000);
      Sql.run(connection, "PRAGMA cache_size=3", "BEGIN", "UPDATE t SET a = zeroblob(1999)");
      Files.copy(file, copy);
      byte[] journal = Files.readAllBytes(Image.path(file, FileTag.JOURNAL));
      assertThat(ByteBuffer.wrap(journal).getInt(8)).isPositive();
      ByteBuffer.wrap(journal).putInt(8, 0);
      Files.write(Image.path(copy, FileTag.JOURNAL), journal);
    }
    MemoryChunkStore store = new MemoryChunkStore();
    for (FileTag tag : List.of(FileTag.MAIN, FileTag.JOURNAL)) {
      Image.onDisk(Image.path(copy, tag)).copyTo(store, tag);
    }
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection plain = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Connection mounted = mount.connect()) {
      assertThat(Said.by(mounted, SUM)).isEqualTo(Said.by(plain, SUM));
      assertThat(Said.by(mounted, "PRAGMA integrity_check"))
          .isEqualTo(Said.by(plain, "PRAGMA integrity_check"));
    }
    Image.inStore(store, FileTag.MAIN).assertEquals(Image.onDisk(copy), "in the end");
    assertThat(store.get(StoreKey.meta(FileTag.JOURNAL))).isNull();
    assertThat(Image.path(copy, FileTag.JOURNAL)).doesNotExist();
  }

  /** A header that says WAL and no WAL, or the other way round, would be a lost database. */
  @ParameterizedTest
  @CsvSource({"MEMORY, FULL", "DELETE, FULL", "DELETE, OFF"})
  void whoIsKilledWhileItSwitchesToWalOrBackLosesNothing(String mode, String sync)
      throws Exception {
    MortalStore whole = new MortalStore("/switch.kv", new MortalStore.Life(MANY));
    whole.createDatabase("main");
    run(whole, "CREATE TABLE t(a)", "INSERT INTO t VALUES(1)");
    boolean over = true;
    for (int batches = 0; over; batches++) {
      MortalStore.Life life = new MortalStore.Life(batches);
      MortalStore store = whole.afterKill(life);
      try {
        run(
            store,
            "PRAGMA synchronous=" + sync,
            "PRAGMA journal_mode=" + mode,
            "PRAGMA journal_mode=WAL",
            "INSERT INTO t VALUES(2)",
            "PRAGMA journal_mode=" + mode,
            "INSERT INTO t VALUES(3)");
      } catch (SQLException | StoreException e) {
        assertThat(life.isOver()).as("batch %d: %s", batches, e).isTrue();
      }
      over = life.isOver();
      MortalStore found = store.afterKill(new MortalStore.Life(MANY));
      assertThat(rows(found)).as("killed before batch %d", batches + 1).isIn("1", "1 2", "1 2 3");
      if (sync.equals("FULL")) {
        MortalStore cut = store.afterPowerCut(new MortalStore.Life(MANY));
        assertThat(rows(cut)).as("no power after batch %d", batches).isIn("1", "1 2", "1 2 3");
      }
    }
  }

  private static void run(MortalStore store, String... statements) throws SQLException {
    try (Mount mount = Mount.of(store, "main", MountOptions.defaults());
        Connection connection = mount.connect()) {
      for (String sql : statements) {
        Sql.run(connection, sql);
      }
    }
  }

  private static String rows(MortalStore store) throws SQLException {
    try (Mount mount = Mount.of(store, "main", MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
      return String.join(" ", Sql.all(connection, "SELECT a FROM t ORDER BY a"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 65536})
  void aCommitThatFailsLeavesNoChunkInTheCacheThatIsNotInTheStore(int pageSize) throws Exception {
    MemoryChunkStore below = new MemoryChunkStore();
    FaultyChunkStore store = new FaultyChunkStore(below);
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA page_size=" + pageSize);
      MountTest.fill(connection, 30, 3000);
      ChunkFile main = mount.main().orElseThrow();
      for (String sql : List.of("UPDATE t SET a = 1", "DELETE FROM t", "VACUUM")) {
        Sql.one(connection, SUM);
        store.failApply(1);
        assertThatThrownBy(() -> Sql.run(connection, sql)).as(sql).isInstanceOf(SQLException.class);
        assertThat(main.isPending()).as(sql).isFalse();
        assertThat(Coherence.examine(main, below)).as(sql).isEmpty();
        assertThat(Sql.one(connection, SUM)).as(sql).isEqualTo("90000");
      }
    }
    MountTest.assertCount(below, 30);
  }

  @ParameterizedTest
  @CsvSource({"512, MEMORY", "1024, DELETE", "4096, MEMORY", "65536, PERSIST"})
  void theHeaderCountsThePagesThatTheFileHas(int pageSize, String mode) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA page_size=" + pageSize, "PRAGMA journal_mode=" + mode);
      for (String sql :
          List.of(
              "PRAGMA auto_vacuum=FULL",
              Rows.CREATE,
              Rows.insert(1, 60, 2000),
              "DELETE FROM t WHERE id > 40",
              Rows.update("id % 2 = 0", 5000),
              "VACUUM",
              "DROP TABLE t",
              "VACUUM",
              "CREATE TABLE t(a)",
              "PRAGMA incremental_vacuum")) {
        Sql.run(connection, sql);
        byte[] stored = Image.inStore(store, FileTag.MAIN).bytes();
        int pages = stored.length == 0 ? 0 : ByteBuffer.wrap(stored).getInt(28);
        assertThat((long) pages * pageSize).as(sql).isEqualTo(stored.length);
        mount
            .main()
            .ifPresent(main -> assertThat(main.sizeBytes()).as(sql).isEqualTo(stored.length));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 65536})
  void aFullAutoVacuumAndAVacuumGoTogether(int pageSize) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.EIGHT_CHUNKS);
        SideBySide.Both sql = side.connect()) {
      sql.within("PRAGMA page_size=" + pageSize);
      sql.run(Rows.CREATE, Rows.INDEX, Rows.insert(1, 80, 1500));
      sql.within("PRAGMA auto_vacuum=FULL");
      sql.run("VACUUM", "DELETE FROM t WHERE id % 3 > 0", "VACUUM");
      sql.run(Rows.insert(81, 90, 9000), "DELETE FROM t WHERE id > 80", "VACUUM");
      assertThat(sql.run("PRAGMA auto_vacuum")).isEqualTo("1");
    }
  }

  /** A store that takes so much at once, and no more: the transaction is refused whole. */
  @ParameterizedTest
  @ValueSource(strings = {"MEMORY", "DELETE", "TRUNCATE"})
  void aTransactionThatIsTooLargeForTheStoreIsRefusedWhole(String mode) throws Exception {
    MemoryChunkStore below = new MemoryChunkStore();
    try (Mount mount = Mount.of(new NarrowStore(below, 100_000), MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=" + mode);
      MountTest.fill(connection, 20, 1000);
      assertTooLarge(connection);
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("20");
      MountTest.more(connection, 5, 1000);
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("25");
    }
    StoreShape.assertWellFormed(below);
    MountTest.assertCount(below, 25);
  }

  /**
   * SQLite does not take its frames back from the WAL, as it may have committed some that were not
   * synced before them: nothing can be committed until everybody has left.
   */
  @Test
  void aTransactionThatIsTooLargeForTheStoreIsNeverInTheWal() throws Exception {
    MemoryChunkStore below = new MemoryChunkStore();
    try (Mount mount = Mount.of(new NarrowStore(below, 100_000), MountOptions.defaults())) {
      try (Connection connection = mount.connect()) {
        Sql.run(connection, "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0");
        MountTest.fill(connection, 20, 1000);
        assertTooLarge(connection);
        assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("20");
      }
      try (Connection connection = mount.connect()) {
        assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("20");
        MountTest.more(connection, 5, 1000);
      }
    }
    MountTest.assertCount(below, 25);
  }

  private static void assertTooLarge(Connection connection) {
    assertThatThrownBy(() -> MountTest.more(connection, 200, 1000))
        .isInstanceOfSatisfying(
            SQLiteException.class,
            e -> assertThat(e.getResultCode().code & 0xff).isEqualTo(ResultCode.IOERR))
        .hasCauseInstanceOf(StoreException.TooLarge.class);
  }

  /** As on a file: what does not go into 2^32 chunks does not go. */
  @Test
  void aFileThatWouldBeTooLargeIsRefused() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      MountTest.fill(connection, 3, 100);
      ChunkFile main = mount.main().orElseThrow();
      assertThatThrownBy(
              () -> main.write(StoreKey.MAX_FILE_BYTES - 1, MemorySegment.ofArray(new byte[2])))
          .isInstanceOf(StoreException.TooLarge.class);
      assertThat(main.isPending()).isFalse();
    }
    MountTest.assertCount(store, 3);
  }

  @Test
  void whatFailsWhileConnectingLeavesNothingOpen() throws Exception {
    FaultyChunkStore store = new FaultyChunkStore(new MemoryChunkStore());
    try (Mount mount = Mount.of(store, new MountOptions(0, MountOptions.Use.READ_WRITE))) {
      try (Connection connection = mount.connect()) {
        MountTest.fill(connection, 3, 100);
      }
      for (int nth = 1; nth <= 8; nth++) {
        store.failGet(nth, MANY);
        try (Connection connection = mount.connect()) {
          assertThatThrownBy(() -> Sql.one(connection, SUM)).isInstanceOf(SQLException.class);
        } catch (StoreException | SQLException e) {
          assertThat(mount.main()).as("the main file, after failure %d", nth).isEmpty();
        }
        store.heal();
        assertThat(mount.main()).as("the main file, after failure %d", nth).isEmpty();
      }
    }
  }
}
