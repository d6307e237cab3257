package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.Checksums;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/** Databases with checksums, and what shows when something went behind their back. */
final class ChecksumsCommandTest {
  private static final String ROWS =
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
      INSERT INTO t SELECT i, printf('%.*c', 3000, 'x') FROM n\
      """;
  private static final String WHY =
      "; damaged, or changed by a program that keeps no checksums: compare with a backup";

  @TempDir private Path dir = Path.of("");

  @ParameterizedTest
  @CsvSource({"MEMORY, 4096", "DELETE, 4096", "TRUNCATE, 1024", "PERSIST, 65536", "OFF, 512"})
  void whateverSqliteWritesChecksClean(String mode, int pageSize) {
    Path store = dir.resolve("app.kv");
    Cli.clean("create", store, "--checksums");
    Cli.clean(
        "sql",
        store,
        "PRAGMA page_size=" + pageSize,
        "PRAGMA journal_mode=" + mode,
        "PRAGMA cache_size=5",
        "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
        ROWS,
        "UPDATE t SET body = 'short' WHERE id % 3 = 0",
        "BEGIN",
        "DELETE FROM t WHERE id > 5",
        "ROLLBACK",
        "DELETE FROM t WHERE id > 15",
        "VACUUM");

    assertThat(Cli.clean("check", store)).doesNotContain("CHUNK-");
    assertThat(Cli.clean("check", store, "--level", "quick")).doesNotContain("CHUNK-");
    assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT count(*) FROM t"))
        .isEqualToNormalizingNewlines("count(*)\n15\n");
    behindItsBack(store, chunks -> chunks.remove(StoreKey.chunk(FileTag.MAIN, 0)));
    assertThat(Cli.run("check", store).out()).contains("CHUNK-CHECKSUM  main chunk 0 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quick", "full"})
  void aChunkThatChangedIsFoundWithBothChecksums(String level) {
    Path store = store();
    // A byte of text: SQLite does not mind.
    behindItsBack(store, chunks -> flip(chunks, 7, 3000));

    assertFound(
        Cli.run("check", store, "--level", level),
        store,
        "error CHUNK-CHECKSUM  main chunk 7 (byte 28672): expected checksum HEX, found HEX" + WHY,
        "manual; try: kvsql dump STORE 7");
  }

  @Test
  void chunksThatChangedSideBySideAreOneFinding() {
    Path store = store();
    behindItsBack(
        store,
        chunks -> {
          flip(chunks, 7, 3000);
          flip(chunks, 8, 3001);
        });

    assertFound(
        Cli.run("check", store),
        store,
        "error CHUNK-CHECKSUM  main chunks 7-8 (byte 28672): expected the checksums that were kept,"
            + " found 2 others, the first HEX for HEX"
            + WHY,
        "manual; try: kvsql dump STORE 7-8");
  }

  @Test
  void aChunkThatWasAddedHasNoChecksum() {
    Path store = store();
    behindItsBack(store, chunks -> chunks.put(StoreKey.chunk(FileTag.WAL, 3), new byte[9]));

    assertThat(Cli.run("check", store).out())
        .contains(
            "  error CHUNK-CHECKSUM  wal chunk 3 (byte 12288): expected a checksum of every chunk,"
                + " found 1 chunk without"
                + WHY
                + "\n    repair: manual; try: kvsql dump "
                + store
                + " 3 --file wal\n");
  }

  @Test
  void aChunkThatWasDeletedLeavesItsChecksum() {
    Path store = store();
    behindItsBack(store, chunks -> chunks.remove(StoreKey.chunk(FileTag.MAIN, 7)));

    Cli check = Cli.run("check", store, "--level", "quick");

    assertThat(check.exit()).isEqualTo(3);
    assertThat(check.out())
        .contains("CHUNK-MISSING  main chunk 7 ")
        .contains(
            "  error CHUNK-CHECKSUM  main chunk 7 (byte 28672): expected no checksum without its"
                + " chunk, found 1 such checksum"
                + WHY
                + "\n    repair: manual; try: kvsql inspect "
                + store
                + "\n");
  }

  @Test
  void aChecksumThatIsTooShortDiffers() {
    Path store = store();
    change(
        store, ".crc32c.main", sums -> sums.put(StoreKey.chunk(FileTag.MAIN, 7), new byte[] {26}));

    assertFound(
        Cli.run("check", store),
        store,
        "error CHUNK-CHECKSUM  main chunk 7 (byte 28672): expected checksum 1a, found HEX" + WHY,
        "manual; try: kvsql dump STORE 7");
  }

  @Test
  void checksumsThatCannotBeReadAreSaidAndTheDatabaseIsChecked() {
    Path store = store();
    behindItsBack(store, chunks -> chunks.put(StoreKey.chunk(FileTag.MAIN, 30), new byte[9]));
    try (DB db = DBMaker.fileDB(store.toFile()).make()) {
      SortedMap<String, String> names = db.nameCatalogLoad();
      assertThat(names.put(".crc32c.main#rootRecidRecid", "99999")).isNotNull();
      db.nameCatalogSave(names);
    }

    Cli check = Cli.run("check", store);

    assertThat(check.exit()).isEqualTo(3);
    assertThat(check.err()).isEmpty();
    assertThat(check.out())
        .startsWith(
            store
                + " main: 1 fatal, 1 warn\n  fatal RECORD-UNREADABLE  database: expected records that"
                + " can be read, found checksums not compared: "
                + store
                + ": cannot be read: ")
        .contains("\n  warn CHUNK-ORPHAN  main chunk 30 ");
    assertThat(Cli.clean("sql", store, "--read-only", "--mode", "csv", "SELECT count(*) FROM t"))
        .isEqualToNormalizingNewlines("count(*)\n20\n");
  }

  @Test
  void jsonTellsItAsAnyOtherFinding() throws Exception {
    Path store = store();
    behindItsBack(store, chunks -> flip(chunks, 7, 3000));

    JsonNode report = new ObjectMapper().readTree(Cli.run("check", store, "--json").out());

    JsonNode finding = report.at("/stores/0/databases/0/findings/0");
    assertThat(withoutValues(finding.toString(), store))
        .isEqualTo(
            """
            {"id":"CHUNK-CHECKSUM","severity":"error","file":"main","chunk":7,"count":1,\
            "offset":28672,"expected":"checksum HEX","found":"HEXWHY","repair":"manual",\
            "next":"kvsql dump STORE 7"}\
            """
                .replace("WHY", WHY));
  }

  @Test
  void whatWasFoundMendsWhenTheDatabaseIsTakenAsItIs() throws Exception {
    Path store = store();
    behindItsBack(store, chunks -> flip(chunks, 7, 3000));
    Cli.clean("export", store, dir.resolve("copy.jsonl"));
    String content = Stores.dump(store);

    Cli.clean("import", store, dir.resolve("copy.jsonl"), "--replace");

    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
    assertThat(Stores.dump(store)).isEqualTo(content);
    assertThat(checksums(store)).isEqualTo("crc32c");
  }

  @Test
  void anExportSaysThatTheDatabaseIsDamaged() {
    Path store = store();
    behindItsBack(store, chunks -> flip(chunks, 7, 3000));

    assertThat(Cli.run("export", store, dir.resolve("copy.db")).err())
        .contains("warning: " + store + ": the database is damaged");
  }

  @Test
  void repairLeavesItToAPerson() throws Exception {
    Path store = store();
    behindItsBack(store, chunks -> flip(chunks, 7, 3000));
    Snapshot before = Snapshot.of(dir);

    assertThat(Cli.run("repair", store, "--apply", "--yes"))
        .isEqualTo(
            new Cli(
                3,
                """
                STORE main: nothing to repair safely
                  left: CHUNK-CHECKSUM at main chunk 7 (byte 28672), what was written there is not known; compare with a backup
                """
                    .replace("STORE", store.toString()),
                ""));
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void aRepairOfSomethingElseDoesNotMakeItClean() {
    Path store = store();
    behindItsBack(
        store,
        chunks -> {
          flip(chunks, 7, 3000);
          chunks.put(StoreKey.chunk(FileTag.MAIN, 30), new byte[9]);
        });

    Cli repair = Cli.run("repair", store, "--apply", "--yes");

    assertThat(repair.exit()).isEqualTo(3);
    assertThat(repair.out())
        .contains("left: CHUNK-CHECKSUM at main chunk 7 ")
        .contains("left: CHUNK-CHECKSUM at main chunk 30 ")
        .contains("changed 1 key;")
        .contains(store + " main: 1 error\n  error CHUNK-CHECKSUM  main chunk 7 ");
  }

  /** Shortened, the chunk would get a checksum that vouches for bytes that nobody wrote. */
  @Test
  void aTailIsNotCutOffAChunkWhoseChecksumDiffers() {
    Path store = dir.resolve("app.kv");
    Cli.clean("create", store, "--checksums");
    Cli.clean("sql", store, "PRAGMA page_size=1024", "CREATE TABLE t(a)");
    behindItsBack(
        store,
        chunks -> {
          byte[] chunk = chunk(chunks, 0);
          assertThat(chunk).hasSize(2048);
          chunks.put(StoreKey.chunk(FileTag.MAIN, 0), Arrays.copyOf(chunk, 4096));
        });

    Cli repair = Cli.run("repair", store, "--apply", "--yes");

    assertThat(repair)
        .isEqualTo(
            new Cli(
                3,
                """
                STORE main: nothing to repair safely
                  left: CHUNK-CHECKSUM at main chunk 0 (byte 0), what was written there is not known; compare with a backup
                  left: CHUNK-TAIL at main chunk 0 (byte 0), its checksum differs, and it would get a\
                 new one: look at the chunk first
                """
                    .replace("STORE", store.toString()),
                ""));
  }

  @Test
  void inspectShowsWhichDatabasesHaveThem() throws Exception {
    Path store = store();
    Cli.clean("create", store, "--db", "second");

    assertThat(Cli.clean("inspect", store).lines().filter(line -> line.contains("checksum")))
        .containsExactly("  checksums: CRC32C of every chunk");
    assertThat(Cli.clean("inspect", store, "--db", "second")).doesNotContain("checksum");
    JsonNode databases = new ObjectMapper().readTree(Cli.clean("inspect", store, "--json"));
    assertThat(databases.at("/databases/0/checksums").asText()).isEqualTo("crc32c");
    assertThat(databases.at("/databases/1/checksums").asText()).isEqualTo("none");
  }

  @Test
  void anImportKeepsThemWhenAskedOrWhenTheyWereThere() throws Exception {
    Path store = dir.resolve("app.kv");
    Path file = Stores.sqlite(dir.resolve("a.db"), "CREATE TABLE t(a)");
    Cli.clean("import", store, file);
    assertThat(checksums(store)).isEqualTo("none");
    Cli.clean("import", store, file, "--replace", "--checksums");
    assertThat(checksums(store)).isEqualTo("crc32c");
    Cli.clean("import", store, file, "--replace");
    assertThat(checksums(store)).isEqualTo("crc32c");
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
    assertThat(Cli.clean("export", store, dir.resolve("back.db"))).startsWith("exported");
    assertThat(Files.mismatch(file, dir.resolve("back.db"))).isEqualTo(-1);
  }

  /** A recovered copy has other chunks than the store; the checksums are those of the store. */
  @Test
  void aPendingRecoveryIsNoMismatchAndARepairKeepsThem() throws Exception {
    Damage crashed = Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4");
    Path store = dir.resolve("app.kv");
    try (Store open = MapDbStore.create(store)) {
      StoreContents.fill(
          open.createDatabase("main", Checksums.CRC32C), StoreContents.of(crashed.store()));
    }
    Path undo = dir.resolve("undo");

    Cli check = Cli.run("check", store);
    assertThat(check.exit()).isEqualTo(5);
    assertThat(check.out()).startsWith(store + " main: 1 recovery-pending\n");
    assertThat(Cli.run("repair", store, "--apply", "--undo-file", undo).exit()).isZero();
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
    Cli.clean("undo", store, undo);
    assertThat(Cli.run("check", store)).isEqualTo(check);
  }

  @Test
  void aTruncateTellsOfWrongChecksumsThatItTakesAway() {
    Path store = store();
    behindItsBack(store, chunks -> flip(chunks, 7, 3000));

    assertThat(Cli.run("truncate", store, "--size", "5c+9", "--apply", "--yes").err())
        .isEqualToNormalizingNewlines(
            "kvsql truncate: warning: chunks of main do not go with their checksums, and get new ones"
                + " if they are cut, or put back by an undo: no check finds them then; look first:"
                + " kvsql check "
                + store
                + "\n");
  }

  @Test
  void aTruncateThatLeavesWrongChecksumsAloneSaysNothing() {
    Path store = store();
    behindItsBack(store, chunks -> flip(chunks, 7, 3000));

    Cli.clean("truncate", store, "--size", "8c", "--apply", "--yes");

    assertThat(Cli.run("check", store).out()).contains("CHUNK-CHECKSUM  main chunk 7 ");
  }

  private static void assertFound(Cli check, Path store, String finding, String repair) {
    assertThat(new Cli(check.exit(), withoutValues(check.out(), store), check.err()))
        .isEqualTo(
            new Cli(
                3,
                """
                STORE main: 1 error
                  FINDING
                    repair: REPAIR
                """
                    .replace("FINDING", finding)
                    .replace("REPAIR", repair),
                ""));
  }

  /** What differs from run to run: the path, and checksums of a page with SQLite's version. */
  private static String withoutValues(String text, Path store) {
    return text.replace(store.toString(), "STORE").replaceAll("\\b[0-9a-f]{8}\\b", "HEX");
  }

  /** With checksums; 22 pages, each row on one of its own from page 3 on. */
  private Path store() {
    Path store = dir.resolve("app.kv");
    Cli.clean("create", store, "--checksums");
    Cli.clean("sql", store, "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)", ROWS);
    return store;
  }

  private static String checksums(Path store) throws Exception {
    return new ObjectMapper()
        .readTree(Cli.clean("inspect", store, "--json"))
        .at("/databases/0/checksums")
        .asText();
  }

  private static void flip(BTreeMap<byte[], byte[]> chunks, long index, int at) {
    byte[] chunk = chunk(chunks, index);
    chunk[at] ^= 1;
    chunks.put(StoreKey.chunk(FileTag.MAIN, index), chunk);
  }

  private static byte[] chunk(BTreeMap<byte[], byte[]> chunks, long index) {
    return Objects.requireNonNull(chunks.get(StoreKey.chunk(FileTag.MAIN, index)));
  }

  private static void behindItsBack(Path store, Consumer<BTreeMap<byte[], byte[]>> change) {
    change(store, "main", change);
  }

  /** What a program does that knows MapDB and not kvsql. */
  private static void change(Path store, String map, Consumer<BTreeMap<byte[], byte[]>> change) {
    try (DB db = DBMaker.fileDB(store.toFile()).make()) {
      change.accept(db.treeMap(map, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).open());
    }
  }
}
