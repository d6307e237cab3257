package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.Coherence;
import dev.kvsql.file.StoreShape;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL on chunks. */
final class MountTest {
  private static final MountOptions NO_CACHE = new MountOptions(0, MountOptions.Use.READ_WRITE);

  @TempDir Path dir;

  static Stream<Arguments> journalModesAndPageSizes() {
    return Stream.of("DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF", "WAL")
        .flatMap(mode ->
            Stream.of(512, 1024, 4096, 65536).map(pageSize -> Arguments.of(mode, pageSize)));
  }

  @ParameterizedTest
  @MethodSource("journalModesAndPageSizes")
  void whatWasCommittedIsThereAfterReopening(String mode, int pageSize) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    work(store, mode, pageSize);
    StoreShape.assertWellFormed(store);
    assertWorked(store, pageSize);
  }

  @ParameterizedTest
  @CsvSource({"DELETE, 1024", "TRUNCATE, 4096", "PERSIST, 512", "MEMORY, 65536", "OFF, 4096"})
  void aStoreFileKeepsItAsWell(String mode, int pageSize) throws Exception {
    Path path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      work(store.createDatabase("main"), mode, pageSize);
    }
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      StoreShape.assertWellFormed(store.database("main"));
      assertWorked(store.database("main"), pageSize);
    }
  }

  private static void work(ChunkStore store, String mode, int pageSize) throws SQLException {
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA page_size=" + pageSize);
      assertThat(Sql.one(connection, "PRAGMA journal_mode=" + mode)).isEqualToIgnoringCase(mode);
      Sql.run(
          connection,
          "PRAGMA cache_size=5",
          "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT)",
          "CREATE INDEX i ON t(b)",
          "BEGIN",
          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 300)"
              + " INSERT INTO t SELECT x, zeroblob(x), hex(x * 7919) FROM n",
          "COMMIT",
          "UPDATE t SET a = zeroblob(1200) WHERE id % 10 = 0",
          "DELETE FROM t WHERE id % 3 = 0");
      if (!mode.equals("OFF")) {
        Sql.run(connection, "BEGIN", "UPDATE t SET b = 'x', a = zeroblob(900)", "ROLLBACK");
      }
      mount.main().ifPresent(file -> assertThat(Coherence.examine(file, store)).isEmpty());
    }
  }

  private static void assertWorked(ChunkStore store, int pageSize) throws SQLException {
    for (MountOptions options : List.of(MountOptions.defaults(), NO_CACHE)) {
      try (Mount mount = Mount.of(store, options);
          Connection connection = mount.connect()) {
        assertThat(Sql.one(connection, "PRAGMA page_size")).isEqualTo(String.valueOf(pageSize));
        assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(
                Sql.one(
                    connection,
                    "SELECT count(*) || ' ' || sum(id) || ' ' || sum(length(a)) FROM t"))
            .isEqualTo("200 30000 51000");
        assertThat(Sql.one(connection, "SELECT count(*) FROM t WHERE b = hex(id * 7919)"))
            .isEqualTo("200");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1024, MEMORY", "4096, MEMORY", "65536, MEMORY", "1024, DELETE", "4096, PERSIST"})
  void vacuumShrinksTheStore(int pageSize, String mode) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA page_size=" + pageSize, "PRAGMA journal_mode=" + mode);
      fill(connection, 400, 1000);
      long before = storedBytes(store);
      Sql.run(connection, "DELETE FROM t WHERE id > 40");
      assertThat(storedBytes(store)).isGreaterThanOrEqualTo(before);
      Sql.run(connection, "VACUUM");
      assertThat(storedBytes(store)).isLessThan(before / 3);
      StoreShape.assertWellFormed(store);
      mount.main().ifPresent(file -> assertThat(Coherence.examine(file, store)).isEmpty());
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
    assertCount(store, 40);
  }

  /** What the released Rivet client loses: see fixtures/rivet/page1024-batch-write-loss. */
  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 65536})
  void vacuumIntoAnotherPageSizeKeepsEverything(int pageSize) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      fill(connection, 200, 1500);
      Sql.run(connection, "PRAGMA page_size=" + pageSize, "VACUUM");
    }
    StoreShape.assertWellFormed(store);
    assertCount(store, 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST", "MEMORY"})
  void rollbackAfterASpillLeavesNothingBehind(String mode) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA journal_mode=" + mode, "PRAGMA cache_size=3");
      fill(connection, 50, 1000);
      Sql.run(connection, "BEGIN");
      Sql.run(connection, "UPDATE t SET a = zeroblob(3000)");
      more(connection, 300, 2000);
      Sql.run(connection, "ROLLBACK");
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
      assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t")).isEqualTo("50000");
      mount.main().ifPresent(file -> assertThat(Coherence.examine(file, store)).isEmpty());
    }
    StoreShape.assertWellFormed(store);
    assertCount(store, 50);
  }

  /** With the journal in memory a commit is one batch that is forced, however much it spilled. */
  @Test
  void aCommitIsOneForcedBatch() throws Exception {
    List<WriteBatch> batches = new ArrayList<>();
    ChunkStore store = new TracingChunkStore(new MemoryChunkStore(), batches::add);
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      fill(connection, 50, 1000);
      Sql.run(connection, "PRAGMA cache_size=3");
      batches.clear();
      Sql.run(connection, "BEGIN", "UPDATE t SET a = zeroblob(2500)");
      assertThat(batches).as("before the commit").isEmpty();
      Sql.run(connection, "COMMIT");
      assertThat(batches).hasSize(1);
    }
    assertThat(batches).as("closing has nothing left to write").hasSize(1);
  }

  @Test
  void noJournalReachesTheStoreUnlessAskedFor() throws Exception {
    Set<FileTag> files = new HashSet<>();
    ChunkStore store =
        new TracingChunkStore(new MemoryChunkStore(), batch -> files.addAll(filesOf(batch)));
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      fill(connection, 50, 1000);
      assertThat(files).containsExactly(FileTag.MAIN);
      Sql.run(connection, "PRAGMA journal_mode=DELETE", "UPDATE t SET a = 1");
      assertThat(files).containsExactlyInAnyOrder(FileTag.MAIN, FileTag.JOURNAL);
    }
  }

  private static Set<FileTag> filesOf(WriteBatch batch) {
    Set<FileTag> files = new HashSet<>();
    for (WriteBatch.Operation operation : batch.operations()) {
      if (operation instanceof WriteBatch.Put(byte[] key, byte[] _)
          && StoreKey.parse(key) instanceof StoreKey.Chunk(FileTag file, long _)) {
        files.add(file);
      }
    }
    return files;
  }

  @Test
  void bigSortsTempTablesAndWorkerThreadsUseSqlitesOwnTemporaryFiles() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA cache_size=20", "PRAGMA temp_store=FILE", "PRAGMA threads=4");
      Sql.run(connection, "CREATE TABLE big(a, b)");
      Sql.run(
          connection,
          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 60000)"
              + " INSERT INTO big SELECT (x * 7919) % 60013, hex(randomblob(20)) FROM n");
      Sql.run(connection, "CREATE INDEX big_b ON big(b)", "CREATE INDEX big_a ON big(a, b)");
      List<String> sorted =
          Sql.all(connection, "SELECT a FROM (SELECT a, b || a AS c FROM big) ORDER BY c");
      assertThat(sorted).hasSize(60000);
      Sql.run(
          connection,
          "CREATE TEMP TABLE scratch AS SELECT * FROM big",
          "CREATE INDEX temp.scratch_b ON scratch(b)",
          "UPDATE scratch SET a = a + 1");
      assertThat(Sql.one(connection, "SELECT count(*) FROM scratch s JOIN big b ON s.b = b.b"))
          .isEqualTo("60000");
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
    StoreShape.assertWellFormed(store);
    assertThat(StoreContents.of(store))
        .extracting(Entry::key)
        .as("nothing but the main file")
        .allMatch(key -> key[3] == 0);
  }

  @Test
  void aMemoryMappedReadIsAnOrdinaryRead() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      Sql.run(connection, "PRAGMA mmap_size=1000000");
      fill(connection, 100, 1000);
      assertThat(Sql.one(connection, "SELECT sum(length(a)) FROM t")).isEqualTo("100000");
    }
    assertCount(store, 100);
  }

  /** SQLite would take the database for a new one, and write over what is there. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void chunksWithoutASizeAreRefusedAndStay(boolean meta) throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      fill(connection, 10, 100);
    }
    byte[] key = StoreKey.meta(FileTag.MAIN);
    store.apply(
        meta
            ? WriteBatch.builder().put(key, new FileMeta(0).encode()).build()
            : WriteBatch.builder().delete(key).build(),
        Durability.FORCED);
    List<Entry> before = StoreContents.of(store);
    try (Mount mount = Mount.of(store, MountOptions.defaults())) {
      assertThatThrownBy(mount::connect)
          .isInstanceOf(StoreException.Damaged.class)
          .hasMessage("main has chunks but no size; mounting it would write over them");
    }
    assertThat(StoreContents.of(store)).isEqualTo(before);
  }

  @Test
  void orphansPastTheEndAreNoObstacleAndNeverShow() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      fill(connection, 10, 100);
    }
    List<Entry> orphans = new ArrayList<>();
    for (int index = 5; index < 60; index++) {
      byte[] junk = new byte[4096];
      Arrays.fill(junk, (byte) 0x5a);
      orphans.add(new Entry(StoreKey.chunk(FileTag.MAIN, index), junk));
    }
    StoreContents.fill(store, orphans);
    try (Mount mount = Mount.of(store, NO_CACHE);
        Connection connection = mount.connect()) {
      more(connection, 300, 1000);
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
    StoreShape.assertWellFormed(store);
    assertCount(store, 310);
  }

  @Test
  void aMalformedMetaIsRefused() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    StoreContents.fill(
        store,
        List.of(new Entry(StoreKey.meta(FileTag.MAIN), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0})));
    try (Mount mount = Mount.of(store, MountOptions.defaults())) {
      assertThatThrownBy(mount::connect)
          .isInstanceOf(StoreException.Damaged.class)
          .hasMessage("main meta: expected version 1, found version 2");
    }
  }

  @Test
  void queryOnlyRefusesToWrite() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      fill(connection, 10, 100);
    }
    List<Entry> before = StoreContents.of(store);
    try (Mount mount = Mount.of(store, new MountOptions(0, MountOptions.Use.READ_ONLY));
        Connection connection = mount.connect()) {
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("10");
      assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM t"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("readonly");
    }
    assertThat(StoreContents.of(store)).isEqualTo(before);
  }

  /** As from a file: SQLite's own page cache keeps no pages of long values. */
  @Test
  void longValuesAreReadPastSqlitesPageCache() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      fill(connection, 1, 400_000);
      ChunkFile file = mount.main().orElseThrow();
      for (int i = 0; i < 2; i++) {
        file.dropCache();
        assertThat(Sql.one(connection, "SELECT length(hex(a)) FROM t")).isEqualTo("800000");
        assertThat(file.state().cached()).as("what was read from the file").hasSizeGreaterThan(95);
      }
    }
  }

  @Test
  void anEmptyDatabaseReadsAsOneAndStaysEmpty() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults());
        Connection connection = mount.connect()) {
      assertThat(Sql.all(connection, "SELECT name FROM sqlite_schema")).isEmpty();
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
    StoreShape.assertWellFormed(store);
    assertThat(storedBytes(store)).isZero();
  }

  @Test
  void mountsOfDifferentStoresAreApart() throws Exception {
    MemoryChunkStore one = new MemoryChunkStore();
    ChunkStore two = new OverlayChunkStore(one);
    try (Mount first = Mount.of(one, MountOptions.defaults());
        Mount second = Mount.of(two, MountOptions.defaults());
        Connection a = first.connect();
        Connection b = second.connect()) {
      fill(a, 10, 10);
      assertThat(first.main()).isPresent();
      assertThat(second.main()).isPresent();
      Sql.run(b, "CREATE TABLE other(x)");
      assertThat(Sql.all(a, "SELECT name FROM sqlite_schema")).containsExactly("t");
    }
    try (Mount first = Mount.of(one, MountOptions.defaults())) {
      assertThat(first.main()).as("nobody has it open").isEmpty();
    }
  }

  @Test
  void aMountThatWasClosedTakesNoConnections() throws Exception {
    Mount mount = Mount.of(new MemoryChunkStore(), MountOptions.defaults());
    mount.close();
    assertThatThrownBy(mount::connect).isInstanceOf(SQLException.class);
  }

  @Test
  void manyConnectionsComeAndGo() throws Exception {
    MemoryChunkStore store = new MemoryChunkStore();
    try (Mount mount = Mount.of(store, MountOptions.defaults())) {
      List<Connection> open = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Connection connection = mount.connect();
        open.add(connection);
        Sql.run(connection, "CREATE TABLE IF NOT EXISTS t(id, a)", "INSERT INTO t VALUES(1, 2)");
        if (i % 3 == 2) {
          open.removeFirst().close();
        }
      }
      for (Connection connection : open) {
        assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("40");
        connection.close();
      }
      assertThat(mount.main()).isEmpty();
    }
    assertCount(store, 40);
  }

  static void fill(Connection connection, int rows, int bytes) throws SQLException {
    Sql.run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, a)");
    more(connection, rows, bytes);
  }

  static void more(Connection connection, int rows, int bytes) throws SQLException {
    Sql.run(
        connection,
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < "
            + rows
            + ") INSERT INTO t(a) SELECT zeroblob("
            + bytes
            + ") FROM n");
  }

  static void assertCount(ChunkStore store, int rows) throws SQLException {
    try (Mount mount = Mount.of(store, NO_CACHE);
        Connection connection = mount.connect()) {
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo(String.valueOf(rows));
    }
  }

  private static long storedBytes(ChunkStore store) {
    return StoreContents.of(store, StoreKey.chunks(FileTag.MAIN)).stream()
        .mapToLong(entry -> entry.value().length)
        .sum();
  }
}
