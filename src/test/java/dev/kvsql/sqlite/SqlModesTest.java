package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.io.RandomAccessFile;
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
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What can be asked of a connection, where possible compared with SQLite on a file. */
final class SqlModesTest {
  private static final String SUM = "SELECT count(*) || ' ' || sum(length(a)) FROM t";
  private static final long GIBIBYTE = 1L << 30;
  private static final int PAGE = 65536;

  @TempDir Path dir;
  private final MemoryChunkStore store = new MemoryChunkStore();

  /** The page at 2^30 is for locks, and is never used (sqlite.org/fileformat2.html). */
  @Test
  void aDatabaseGrowsPastOneGibibyteAsOnAFile() throws Exception {
    Path file = dir.resolve("0.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.run(connection, "PRAGMA page_size=" + PAGE, "CREATE TABLE t(id INTEGER PRIMARY KEY, a)");
    }
    int pages = (int) (GIBIBYTE / PAGE) - 3;
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(28);
      bytes.writeInt(pages);
    }
    Image.onDisk(file).copyTo(store, FileTag.MAIN);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength((long) pages * PAGE);
    }
    ChunkFile main = ChunkFile.open(store, FileTag.MAIN, new ReadCache(0)).orElseThrow();
    main.truncate((long) pages * PAGE);
    main.handOver(Durability.FORCED);
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file);
        Connection mounted = mount.connect()) {
      for (Connection each : List.of(plain, mounted)) {
        Sql.run(each, "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF");
        MountTest.more(each, 12, 60_000);
        Sql.run(each, "DELETE FROM t WHERE id > 10");
      }
      assertThat(Sql.one(mounted, SUM)).isEqualTo("10 600000");
      ChunkFile seen = mount.main().orElseThrow();
      assertThat(seen.sizeBytes()).isEqualTo(Files.size(file)).isGreaterThan(GIBIBYTE + PAGE);
      assertSameTail(file, seen, (long) (pages - 1) * PAGE);
      byte[] lockPage = new byte[PAGE];
      seen.read(GIBIBYTE, MemorySegment.ofArray(lockPage));
      assertThat(lockPage).containsOnly(0);
    }
  }

  private static void assertSameTail(Path file, ChunkFile seen, long from) throws Exception {
    byte[] expected = new byte[(int) (Files.size(file) - from)];
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(from);
      bytes.readFully(expected);
    }
    byte[] found = new byte[expected.length];
    seen.read(from, MemorySegment.ofArray(found));
    new Image(found).assertEquals(new Image(expected), "from byte " + from);
  }

  @Test
  void nothingIsMappedAndThePragmaSaysSo() throws Exception {
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      MountTest.fill(connection, 100, 1000);
      assertThat(Sql.all(connection, "PRAGMA mmap_size=1000000")).containsExactly("0");
      assertThat(Sql.one(connection, SUM)).isEqualTo("100 100000");
      assertThat(Sql.all(connection, "PRAGMA mmap_size")).containsExactly("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MEMORY, OFF, 0, false",
    "MEMORY, NORMAL, 1, true",
    "MEMORY, FULL, 2, true",
    "MEMORY, EXTRA, 3, true",
    "DELETE, OFF, 0, false",
    "DELETE, EXTRA, 3, true",
    "TRUNCATE, EXTRA, 3, true",
    "WAL, FULL, 2, true",
    "WAL, EXTRA, 3, true"
  })
  void whatIsSyncedSurvivesAPowerCut(String mode, String sync, String number, boolean survives)
      throws Exception {
    MortalStore mortal = new MortalStore("/sync.kv", new MortalStore.Life(1000));
    mortal.createDatabase("main");
    try (Mount mount = Mount.of(mortal, "main", MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=" + mode, "PRAGMA synchronous=EXTRA");
      MountTest.fill(connection, 10, 1000);
      Sql.run(connection, "PRAGMA synchronous=" + sync);
      assertThat(Sql.one(connection, "PRAGMA synchronous")).isEqualTo(number);
      MountTest.more(connection, 5, 1000);
      MortalStore cut = mortal.afterPowerCut(new MortalStore.Life(1000));
      MortalStore killed = mortal.afterKill(new MortalStore.Life(1000));
      assertThat(sum(cut)).isEqualTo(survives ? "15 15000" : "10 10000");
      assertThat(sum(killed)).isEqualTo("15 15000");
    }
  }

  private static String sum(MortalStore store) throws SQLException {
    try (Mount mount = Mount.of(store, "main", MountOptions.defaults());
        Connection connection = mount.connect()) {
      return Sql.one(connection, SUM);
    }
  }

  /** A connection to a mounted database by its URI, as SQLite sees it. */
  private static Connection uri(Mount mount, String parameters) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:file:" + mount.name("main") + "?vfs=kvsql&" + parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mode=ro", "immutable=1"})
  void aUriThatForbidsWritingDoes(String parameters) throws Exception {
    try (Mount mount = Mount.of(store, MountOptions.defaults())) {
      try (Connection connection = mount.connect()) {
        MountTest.fill(connection, 10, 1000);
      }
      List<Entry> before = StoreContents.of(store);
      try (Connection connection = uri(mount, parameters)) {
        assertThat(Sql.one(connection, SUM)).isEqualTo("10 10000");
        assertReadOnly(connection);
      }
      assertThat(StoreContents.of(store)).isEqualTo(before);
    }
  }

  /** Without locks there is no unlock that would hand over what was written. */
  @ParameterizedTest
  @ValueSource(strings = {"FULL", "OFF"})
  void aUriWithoutLocksWritesAllTheSame(String sync) throws Exception {
    try (Mount mount = Mount.of(store, MountOptions.defaults())) {
      try (Connection connection = mount.connect()) {
        MountTest.fill(connection, 10, 1000);
      }
      try (Connection connection = uri(mount, "nolock=1")) {
        Sql.run(connection, "PRAGMA synchronous=" + sync, "BEGIN");
        MountTest.more(connection, 5, 1000);
        Sql.run(connection, "COMMIT");
        MountTest.assertCount(StoreContents.copy(store), 15);
        Sql.run(connection, "BEGIN", "DELETE FROM t", "ROLLBACK");
      }
      MountTest.assertCount(store, 15);
    }
  }

  /** Only a main file's name is followed by parameters; in a path they are part of the name. */
  @Test
  void whatLooksLikeAParameterInAnotherNameIsPartOfIt() throws Exception {
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      MountTest.fill(connection, 10, 1000);
      assertThatThrownBy(
              () -> Sql.run(connection, "ATTACH '" + mount.name("main?mode=ro") + "' AS x"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("unable to open database");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST", "WAL"})
  void aMountForReadingRecoversInMemoryOnly(String mode) throws Exception {
    MemoryChunkStore killed;
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=" + mode, "PRAGMA synchronous=FULL");
      Sql.run(connection, "PRAGMA wal_autocheckpoint=0");
      MountTest.fill(connection, 40, 2000);
      Sql.run(connection, "PRAGMA cache_size=3", "BEGIN", "UPDATE t SET a = zeroblob(5000)");
      killed = StoreContents.copy(store);
      Sql.run(connection, "ROLLBACK");
    }
    assertThat(killed.get(StoreKey.meta(mode.equals("WAL") ? FileTag.WAL : FileTag.JOURNAL)))
        .isNotNull();
    List<Entry> before = StoreContents.of(killed);
    try (Mount mount = Mount.of(killed, MountOptions.of(MountOptions.Use.READ_ONLY));
        Connection one = mount.connect();
        Connection two = mount.connect()) {
      for (Connection each : List.of(one, two)) {
        assertThat(Sql.one(each, SUM)).isEqualTo("40 80000");
        assertThat(Sql.all(each, "PRAGMA integrity_check")).containsExactly("ok");
        assertReadOnly(each);
      }
    }
    assertThat(StoreContents.of(killed)).isEqualTo(before);
  }

  private static void assertReadOnly(Connection connection) {
    for (String sql : List.of("DELETE FROM t", "CREATE TABLE u(a)", "PRAGMA user_version=7")) {
      assertThatThrownBy(() -> Sql.run(connection, sql))
          .as(sql)
          .isInstanceOfSatisfying(
              SQLiteException.class,
              e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_READONLY));
    }
  }

  /** Before anything was read: SQLite then keeps the wal-index in memory of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"EXCLUSIVE", "NORMAL"})
  void aWalNeedsNoSharedMemoryWhenItIsOnesOwn(String locking) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT)) {
      try (SideBySide.Both sql = side.connect()) {
        sql.within("PRAGMA locking_mode=" + locking, "PRAGMA journal_mode=WAL");
        sql.run(Rows.CREATE, Rows.insert(1, 20, 1000));
        try (SideBySide.Both other = side.connect()) {
          if (locking.equals("EXCLUSIVE")) {
            other.failing(Rows.DIGEST);
          } else {
            other.run(Rows.DIGEST, Rows.insert(21, 30, 1000));
          }
        }
        sql.run(Rows.insert(31, 40, 1000), Rows.DIGEST);
      }
    }
  }
}
