package dev.kvsql.repair.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.check.DatabaseCheck;
import dev.kvsql.check.Level;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.format.Anomaly.What;
import dev.kvsql.format.HeaderGuess;
import dev.kvsql.format.TreeItem.UnreadableRow;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that say what is not so, one thing each. */
final class HostileRebuildTest {
  private final MemoryChunkStore target = new MemoryChunkStore();

  private RebuildReport rebuilt(Damage damage) throws SQLException {
    return Rebuild.of(damage.store()).orElseThrow().carryOut(target);
  }

  /** A database with a schema row that SQLite itself would not write. */
  private static Damage withSchemaRow(String type, String name, int root, String sql)
      throws SQLException {
    return Damage.database(
        "CREATE TABLE t(a)",
        "INSERT INTO t VALUES(1), (2)",
        "PRAGMA writable_schema=ON",
        "INSERT INTO sqlite_schema VALUES('%s', '%s', 't', %d, '%s')"
            .formatted(type, name, root, sql.replace("'", "''")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table   | x | 2 | CREATE TABLE x AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM n",
        "table   | x | 2 | ATTACH '/nowhere/x.db' AS y",
        "table   | x | 2 | CREATE TABLE x AS SELECT load_extension('x')",
        "table   | x | 2 | CREATE TABLE x(",
        "table   | x | 2 | CREATE TABLE \"x",
        "table   | x | 2 | CREATE TABLE x /* ",
        "index   | x | 3 | DELETE FROM t",
        "index   | x | 3 | CREATE INDEX x ON nothing(a)",
        "view    | x | 0 | DROP TABLE t",
        "trigger | x | 0 | CREATE TRIGGER x AFTER INSERT ON nothing BEGIN SELECT 1; END",
        "table   | x | 0 | CREATE VIRTUAL TABLE x USING",
        "gadget  | x | 0 | CREATE GADGET x",
      })
  @Timeout(20)
  void whatIsNoDefinitionIsLeftOut(String type, String name, int root, String sql)
      throws Exception {
    RebuildReport report = rebuilt(withSchemaRow(type, name, root, sql));

    assertThat(report.leftOut())
        .singleElement()
        .satisfies(left -> {
          assertThat(left.type()).isEqualTo(type);
          assertThat(left.name()).isEqualTo(name);
        });
    assertThat(Contents.of(target).tables().get("t")).containsExactly("1 integer:1", "2 integer:2");
    assertThat(DatabaseCheck.of("main", target, Level.FULL).findings()).isEmpty();
  }

  @Test
  void aTableThatCannotBeMadeHasItsRowsSetAside() throws Exception {
    RebuildReport report =
        rebuilt(
            Damage.database(
                "CREATE TABLE t(a, b)",
                "INSERT INTO t VALUES(1, 'x'), (2, NULL)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a, a)'"));

    assertThat(report.setAside()).isEqualTo(2);
    assertThat(Contents.of(target).tables())
        .containsOnlyKeys("lost_and_found")
        .containsEntry(
            "lost_and_found",
            List.of(
                "1 integer:2 integer:2 integer:2 integer:1 integer:1 text:78",
                "2 integer:2 integer:2 integer:2 integer:2 integer:2 null:NULL"));
  }

  @Test
  void anIndexThatIsNotUniqueAnyMoreIsLeftOut() throws Exception {
    RebuildReport report =
        rebuilt(
            Damage.database(
                "CREATE TABLE t(a)",
                "INSERT INTO t VALUES(1), (1)",
                "CREATE INDEX i ON t(a)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX i ON t(a)' WHERE name = 'i'"));

    assertThat(report.leftOut())
        .singleElement()
        .satisfies(left -> assertThat(left.why()).contains("UNIQUE constraint failed"));
    assertThat(Contents.of(target).tables().get("t")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t(a UNIQUE ON CONFLICT REPLACE)",
        "CREATE TABLE t(a UNIQUE ON CONFLICT IGNORE)",
        "CREATE TABLE t(a UNIQUE ON CONFLICT ROLLBACK)",
        "CREATE TABLE t(a NOT NULL CHECK(a > 0) UNIQUE)",
      })
  void aRowThatAConstraintRefusesIsSetAsideAndNoOtherIsDropped(String sql) throws Exception {
    RebuildReport report =
        rebuilt(
            Damage.database(
                "CREATE TABLE t(a)",
                "INSERT INTO t VALUES(1), (2), (1), (3), (2)",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = '" + sql + "'"));

    assertThat(report.tables())
        .singleElement()
        .satisfies(table -> {
          assertThat(table.kept()).isEqualTo(3);
          assertThat(table.refused()).isEqualTo(2);
          assertThat(table.firstRefusal().orElseThrow()).contains("UNIQUE");
        });
    assertThat(Contents.of(target).tables().get("lost_and_found"))
        .containsExactly(
            "1 integer:2 integer:2 integer:1 integer:3 integer:1",
            "2 integer:2 integer:2 integer:1 integer:5 integer:2");
  }

  @Test
  void aStrictTableSetsAsideWhatIsNotOfItsType() throws Exception {
    RebuildReport report =
        rebuilt(
            Damage.database(
                "CREATE TABLE t(a)",
                "INSERT INTO t VALUES(1), ('x')",
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a INT) STRICT'"));

    assertThat(report.tables().getFirst().kept()).isEqualTo(1);
    assertThat(report.setAside()).isEqualTo(1);
  }

  /** Pages 3 to 22 are the leaves; the root's cells are in their order. */
  @Test
  void aPageThatTwoPlacesLeadToGivesItsRowsOnce() throws Exception {
    Damage damage = Damage.pages22();
    long second = damage.number(4096 + 12 + 2) >>> 16; // where the root's second cell is
    damage.poke(4096 + second, 0, 0, 0, 3);

    RebuildReport report = rebuilt(damage);

    assertThat(report.tables().getFirst().kept()).isEqualTo(19);
    assertThat(report.reading().tables().getFirst().losses().pages())
        .containsExactly(new PageRun(3, 1));
    assertThat(Contents.of(target).tables().get("lost_and_found"))
        .singleElement()
        .satisfies(row -> assertThat(row).contains("integer:4 integer:4 integer:2 integer:2 "));
  }

  @Test
  void aRowWhoseChainIsCutIsLostWithItsPlace() throws Exception {
    RebuildReport report =
        rebuilt(
            Damage.database(
                    "CREATE TABLE t(a)",
                    "INSERT INTO t VALUES('short'), (zeroblob(20000)), ('last')")
                .delete(FileTag.MAIN, 4, 1));

    assertThat(report.reading().tables().getFirst().losses().firstRows())
        .containsExactly(new UnreadableRow(2, 1, What.OVERFLOW_CHAIN_SHORT));
    assertThat(report.tables().getFirst().kept()).isEqualTo(2);
    assertThat(report.setAside()).isZero();
  }

  /** Page 3 is the first overflow page; 2,147,483,647 bytes are claimed of a chain in a circle. */
  @Test
  @Timeout(20)
  void aPayloadThatClaimsMoreThanThereIsEnds() throws Exception {
    Damage damage = Damage.database("CREATE TABLE t(a)", "INSERT INTO t VALUES(zeroblob(2000000))");
    damage.poke(2 * 4096, 0, 0, 0, 3);

    RebuildReport report = rebuilt(damage);

    assertThat(report.reading().tables().getFirst().losses().rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536})
  void thePageSizeIsInferredWhereTheHeaderIsGone(int pageSize) throws Exception {
    Damage damage =
        Damage.database(
            "PRAGMA page_size=" + pageSize,
            "PRAGMA encoding='UTF-16be'",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                + " INSERT INTO t SELECT i, 'text ' || i FROM n");
    damage.change(
        FileTag.MAIN,
        0,
        chunk -> {
          Arrays.fill(chunk, 0, 100, (byte) 0);
          return chunk;
        });

    RebuildReport report = rebuilt(damage);

    assertThat(report.reading().header().origin()).isEqualTo(HeaderGuess.Origin.INFERRED);
    assertThat(report.tables().getFirst().kept()).isEqualTo(3000);
    assertThat(Contents.of(target).settings())
        .startsWith("page_size [" + pageSize + "]", "encoding [UTF-16be]");
  }

  @Test
  void aPageSizeThatIsValidAndWrongIsFoundOut() throws Exception {
    RebuildReport report = rebuilt(Damage.pages22().poke(16, 0x20, 0));

    assertThat(report.reading().header().header().pageSize()).isEqualTo(4096);
    assertThat(report.tables().getFirst().kept()).isEqualTo(20);
  }

  @Test
  void aHotJournalIsRolledBackBeforeRowsAreRead() throws Exception {
    Damage crashed =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'changed' WHERE id < 15");

    rebuilt(crashed);

    assertThat(Contents.of(target).tables().get("t"))
        .hasSize(20)
        .noneMatch(row -> row.contains("6368616E676564"));
  }

  @Test
  void withoutAMetaTheChunksSayHowLongTheFileIs() throws Exception {
    assertThat(rebuilt(Damage.pages22().withoutMeta(FileTag.MAIN)).tables().getFirst().kept())
        .isEqualTo(20);
  }

  @Test
  void aSizeThatIsTooSmallDoesNotHideRows() throws Exception {
    assertThat(rebuilt(Damage.pages22().size(FileTag.MAIN, 8192)).tables().getFirst().kept())
        .isEqualTo(20);
  }

  @Test
  @Timeout(20)
  void aFileOfHolesIsPassedOver() throws Exception {
    Damage damage = Damage.pages22().size(FileTag.MAIN, 1L << 40);
    damage.poke(28, 0xff, 0xff, 0xff, 0x0f);

    assertThat(rebuilt(damage).tables().getFirst().kept()).isEqualTo(20);
  }

  @Test
  void nothingIsMadeOfNothing() throws Exception {
    assertThat(Rebuild.of(new MemoryChunkStore())).isEqualTo(Optional.empty());
    assertThat(Rebuild.of(Damage.ofFile(new byte[100_000]).store())).isEmpty();
    assertThat(Rebuild.of(Damage.ofFile(new byte[] {1, 2, 3}).store())).isEmpty();
  }
}
