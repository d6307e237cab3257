package dev.kvsql.repair.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.Level;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.repair.RowLoss;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that nothing is wrong with comes out of a rebuild as SQLite sees it before. */
final class HealthyRebuildTest {
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536})
  void everyPageSize(int pageSize) throws Exception {
    assertSame(Damage.database(mixed("PRAGMA page_size=" + pageSize)).store());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA encoding='UTF-16le'",
        "PRAGMA encoding='UTF-16be'",
        "PRAGMA auto_vacuum=FULL",
        "PRAGMA auto_vacuum=INCREMENTAL",
        "PRAGMA user_version=-7",
        "PRAGMA application_id=1234567",
        "PRAGMA legacy_file_format=ON"
      })
  void everySetting(String pragma) throws Exception {
    assertSame(Damage.database(mixed(pragma)).store());
  }

  /** Rows of all sizes, in both kinds of tables, with deletes in between. */
  private static String[] mixed(String pragma) {
    return new String[] {
      pragma,
      "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT, n, x REAL)",
      NUMBERS.formatted(300)
          + "INSERT INTO t SELECT i * 7, printf('%.*c', i * i % 2500, 'ä'), i % 5, i / 2.0 FROM n",
      "CREATE TABLE w(a TEXT, b, c BLOB, PRIMARY KEY(c DESC, a)) WITHOUT ROWID",
      NUMBERS.formatted(300) + "INSERT INTO w SELECT 'a' || i, i, zeroblob(i * i % 900) FROM n",
      "CREATE TABLE plain(a, b)",
      NUMBERS.formatted(200) + "INSERT INTO plain(rowid, a, b) SELECT i * i, i, 'x' FROM n",
      "CREATE INDEX by_n ON t(n, body)",
      "CREATE UNIQUE INDEX by_x ON t(x) WHERE n > 1",
      "CREATE VIEW v AS SELECT * FROM t JOIN w ON t.n = w.b",
      "CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM plain; END",
      "DELETE FROM t WHERE id % 3 = 0",
      "DELETE FROM w WHERE b % 3 = 0",
    };
  }

  static Stream<List<String>> schemas() {
    return Stream.of(
        List.of(
            "CREATE TABLE t(a, b TEXT, c NUMERIC, d INTEGER, e REAL, f BLOB)",
            "INSERT INTO t VALUES(NULL, '', 0, 1, 2, x''), (x'00', 'a' || char(0) || 'b', 1, 0, -0.0, x'ff')",
            "INSERT INTO t VALUES(-0.0, '-0.0', '1e3', 9223372036854775807, 1e999, zeroblob(9000))",
            "INSERT INTO t VALUES(1e999, 'x', -1e999, -9223372036854775808, 0.1, 'text')",
            "INSERT INTO t VALUES(127, 128, -129, 32768, 8388608, 2147483648)",
            "INSERT INTO t VALUES(140737488355328, -1, '12abc', 'abc', 9007199254740993, 1.5)",
            "INSERT INTO t(rowid, a) VALUES(-9223372036854775808, 1), (9223372036854775807, 2)"),
        List.of(
            "CREATE TABLE t(a TEXT, b)",
            "INSERT INTO t VALUES(CAST(x'ff80c0' AS TEXT), CAST(x'c328' AS TEXT))",
            "INSERT INTO t VALUES(CAST(x'efbbbf41' AS TEXT), CAST(x'eda080' AS TEXT))",
            "INSERT INTO t VALUES(char(65279) || 'a', char(128512) || char(0) || 'z')"),
        List.of(
            "PRAGMA encoding='UTF-16le'",
            "CREATE TABLE t(a TEXT, b)",
            "INSERT INTO t VALUES(CAST(x'00d841' AS TEXT), CAST(x'00d8' AS TEXT))",
            "INSERT INTO t VALUES(CAST(x'fffe4100' AS TEXT), CAST(x'feff0041' AS TEXT))",
            "INSERT INTO t VALUES(char(65279) || 'a', char(128512) || char(0) || 'z')"),
        List.of(
            "CREATE TABLE s(i INTEGER PRIMARY KEY, a INT, b REAL, c TEXT, d BLOB, e ANY) STRICT",
            "INSERT INTO s VALUES(1, 2, 3, 4, x'05', 6), (2, NULL, 1.5, 'x', NULL, '7')",
            "CREATE TABLE ws(a ANY PRIMARY KEY, b INT) STRICT, WITHOUT ROWID",
            "INSERT INTO ws VALUES('1', 1), (1, 2), (x'31', 3), (1.5, 4)"),
        List.of(
            "CREATE TABLE g(a INT, v INT AS (a * 2), s TEXT AS (a || 'x') STORED, b, w AS (b))",
            "INSERT INTO g(a, b) VALUES(1, 'p'), (2, x'00'), (NULL, NULL)",
            "CREATE TABLE gw(v AS (b + 1), b INT, s AS (b * 2) STORED, k TEXT PRIMARY KEY)"
                + " WITHOUT ROWID",
            "INSERT INTO gw(b, k) VALUES(1, 'p'), (2, 'q')"),
        List.of(
            "CREATE TABLE a(x INTEGER PRIMARY KEY, y)",
            "INSERT INTO a VALUES(1, 1), (2, 2)",
            "ALTER TABLE a ADD COLUMN z TEXT DEFAULT 'old'",
            "ALTER TABLE a ADD COLUMN n NOT NULL DEFAULT 5",
            "INSERT INTO a VALUES(3, 3, NULL, 6)",
            "ALTER TABLE a ADD COLUMN q DEFAULT (-1.5)",
            "ALTER TABLE a DROP COLUMN y",
            "ALTER TABLE a RENAME TO \"renamed to this\"",
            "ALTER TABLE \"renamed to this\" RENAME COLUMN z TO \"a \"\" b\""),
        List.of(
            "CREATE TABLE i(x INTEGER PRIMARY KEY AUTOINCREMENT, y)",
            "INSERT INTO i(y) VALUES(1), (2), (3)",
            "DELETE FROM i WHERE x = 3",
            "CREATE TABLE j(x INTEGER PRIMARY KEY AUTOINCREMENT)",
            "INSERT INTO j VALUES(500)",
            "UPDATE sqlite_sequence SET seq = 7 WHERE name = 'j'",
            "CREATE TABLE k(x INTEGER PRIMARY KEY AUTOINCREMENT)",
            "INSERT INTO k VALUES(5)",
            "DELETE FROM sqlite_sequence WHERE name = 'k'"),
        List.of(
            "CREATE TABLE gone(x INTEGER PRIMARY KEY AUTOINCREMENT)",
            "DROP TABLE gone",
            "CREATE TABLE d(x INTEGER PRIMARY KEY DESC, y)",
            "INSERT INTO d VALUES(5, 6), ('text', 7), (NULL, 8)",
            "CREATE TABLE e(x INT PRIMARY KEY, y UNIQUE, UNIQUE(x, y) ON CONFLICT REPLACE)",
            "INSERT INTO e VALUES(1, NULL), (2, NULL), (NULL, 3), (NULL, 4)",
            "CREATE TABLE ign(x UNIQUE ON CONFLICT IGNORE)",
            "INSERT INTO ign VALUES(1), (2)"),
        List.of(
            "CREATE TABLE \"select\"(\"from\" INTEGER PRIMARY KEY, \"\" TEXT, 'a''b' INT, [x \"y])",
            "INSERT INTO \"select\" VALUES(1, 2, 3, 4)",
            "CREATE TABLE [-- ; drop](a)",
            "INSERT INTO [-- ; drop] VALUES(1)",
            "CREATE TABLE `back``tick`/* ( */ -- (\n (a, PRIMARY KEY(a)) WITHOUT ROWID",
            "INSERT INTO `back``tick` VALUES('ä')",
            "CREATE TABLE \"äöü 漢\"(\"Ä\" COLLATE NOCASE)",
            "INSERT INTO \"äöü 漢\" VALUES('A'), ('a')",
            "CREATE TABLE o(rowid, oid)",
            "INSERT INTO o(_rowid_, rowid, oid) VALUES(77, 1, 2)",
            "CREATE TABLE lost_and_found(x)",
            "INSERT INTO lost_and_found VALUES(1)"),
        List.of(
            "CREATE TABLE c(a CHECK(a > 0), b NOT NULL, p REFERENCES nowhere(x))",
            "INSERT INTO c VALUES(1, 1, 99)",
            "CREATE TABLE e(a)",
            "CREATE INDEX expr ON e(a + 1, lower(a))",
            "INSERT INTO e VALUES('X'), (1)",
            "CREATE VIEW broken AS SELECT * FROM missing",
            "CREATE VIEW w(q) AS SELECT a FROM e",
            "CREATE TRIGGER io INSTEAD OF INSERT ON w BEGIN INSERT INTO e VALUES(new.q); END",
            "ANALYZE"),
        List.of(
            "CREATE VIRTUAL TABLE ft USING fts5(title, body)",
            "INSERT INTO ft VALUES('one', 'the quick brown fox'), ('two', 'jumps')",
            "CREATE VIRTUAL TABLE rt USING rtree(id, x0, x1)",
            "INSERT INTO rt VALUES(1, 0, 1), (2, 5, 6)",
            "CREATE TABLE t(a)",
            "INSERT INTO t VALUES(1)"),
        List.of("PRAGMA user_version=3"),
        List.of(
            "CREATE TABLE wide(" + columns(150) + ")", "INSERT INTO wide(c0, c149) VALUES(1, 2)"));
  }

  private static String columns(int count) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add("c" + i);
    }
    return String.join(",", columns);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyKindOfTable(List<String> sql) throws Exception {
    assertSame(Damage.database(sql.toArray(String[]::new)).store());
  }

  @Test
  void rowidsThatCannotBeNamedAreCountedAnew() throws Exception {
    MemoryChunkStore store =
        Damage.database(
                "CREATE TABLE o(rowid, oid, _rowid_)",
                "INSERT INTO o VALUES(1, 2, 3), (4, 5, 6)",
                "DELETE FROM o WHERE rowid = 1")
            .store();
    MemoryChunkStore target = new MemoryChunkStore();

    RebuildReport report = Rebuild.of(store).orElseThrow().carryOut(target);

    assertThat(report.tables())
        .singleElement()
        .extracting(RebuildReport.TableOutcome::rowids)
        .isEqualTo(RebuildReport.Rowids.RENUMBERED);
    assertThat(Contents.of(target)).isEqualTo(Contents.of(store));
  }

  @Test
  void rowsThatACheckWouldRefuseAreKept() throws Exception {
    MemoryChunkStore store =
        Damage.database(
                "CREATE TABLE c(a CHECK(a > 0))",
                "PRAGMA ignore_check_constraints=ON",
                "INSERT INTO c VALUES(-1)")
            .store();
    MemoryChunkStore target = new MemoryChunkStore();

    Rebuild.of(store).orElseThrow().carryOut(target);

    assertThat(Contents.of(target)).isEqualTo(Contents.of(store));
  }

  @Test
  void noBatchHoldsMuchMoreThanSixteenMebibytes() throws Exception {
    MemoryChunkStore store =
        Damage.database(
                "CREATE TABLE t(a)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
                    + " INSERT INTO t SELECT zeroblob(1000000) FROM n")
            .store();
    List<Integer> chunks = new ArrayList<>();
    MemoryChunkStore target = new MemoryChunkStore();
    ChunkStore traced =
        new TracingChunkStore(target, batch -> chunks.add(batch.operations().size()));

    Rebuild.of(store).orElseThrow().carryOut(traced);

    assertThat(Collections.max(chunks) * 4096L).isBetween(16L << 20, 18L << 20);
    assertThat(RowLoss.between(store, target)).isEmpty();
  }

  @Test
  void deletedRowsDoNotComeBack() throws Exception {
    MemoryChunkStore store =
        Damage.pages22().run("DELETE FROM t WHERE id > 3", "CREATE TABLE u(a)").store();

    assertThat(Rebuild.of(store).orElseThrow().plan().rows()).isEqualTo(3);
  }

  private static void assertSame(ChunkStore store) throws SQLException {
    MemoryChunkStore target = new MemoryChunkStore();
    Contents before = Contents.of(store);

    Rebuild rebuild = Rebuild.of(store).orElseThrow();
    RebuildReport report = rebuild.carryOut(target);

    assertThat(Contents.of(target)).usingRecursiveComparison().isEqualTo(before);
    assertThat(report.leftOut()).isEmpty();
    assertThat(report.isComplete()).isTrue();
    assertThat(report.reading()).isEqualTo(rebuild.plan());
    assertThat(DatabaseCheck.of("main", target, Level.FULL))
        .as("as sound as it was")
        .isEqualTo(DatabaseCheck.of("main", store, Level.FULL));
  }
}
