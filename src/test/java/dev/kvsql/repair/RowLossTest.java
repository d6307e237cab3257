package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.sqlite.Mount;
import dev.kvsql.sqlite.MountOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows a change takes away. */
final class RowLossTest {
  private static final String ROWS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) ";

  private static Damage twoTables() throws SQLException {
    return Damage.database(
        "CREATE TABLE r(id INTEGER PRIMARY KEY, a)",
        ROWS + "INSERT INTO r SELECT i * 2, 'row ' || i FROM n",
        "CREATE TABLE w(k TEXT PRIMARY KEY, a) WITHOUT ROWID",
        ROWS + "INSERT INTO w SELECT 'k' || (i * 3), i FROM n",
        "INSERT INTO r VALUES(100000, zeroblob(50000))",
        "CREATE INDEX i ON r(a)");
  }

  private static ChunkStore changed(ChunkStore store, String... sql) throws SQLException {
    OverlayChunkStore changed = new OverlayChunkStore(store);
    try (Mount mount = Mount.of(changed, MountOptions.defaults());
        Connection connection = mount.connect();
        Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
    return changed;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "INSERT INTO r VALUES(1, 'new'), (7, 'new'), (99999, 'new')",
        "INSERT INTO r SELECT id - 1, a FROM r WHERE id < 18000",
        "INSERT INTO w SELECT 'a' || k, a FROM w",
        "REINDEX",
        "UPDATE r SET a = a"
      })
  void nothingIsLostWhere(String sql) throws Exception {
    MemoryChunkStore store = twoTables().store();

    assertThat(RowLoss.between(store, changed(store, sql))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM r WHERE id = 2",
        "DELETE FROM r WHERE id = 9000",
        "DELETE FROM r WHERE id = 100000",
        "DELETE FROM r",
        "DELETE FROM r WHERE id > 17000",
        "DELETE FROM w WHERE k = 'k27'",
        "DELETE FROM w",
        "UPDATE r SET a = 'other' WHERE id = 18000",
        "UPDATE r SET id = 3 WHERE id = 4",
        "UPDATE w SET a = -1 WHERE a = 9000",
        "DROP TABLE w",
        "DROP INDEX i",
        "ALTER TABLE r RENAME TO q"
      })
  void aRowIsLostBy(String sql) throws Exception {
    MemoryChunkStore store = twoTables().store();

    assertThat(RowLoss.between(store, changed(store, sql))).isPresent();
  }

  @Test
  void theLostRowIsNamed() throws Exception {
    MemoryChunkStore store = Damage.pages22().store();

    assertThat(RowLoss.between(store, changed(store, "DELETE FROM t WHERE id = 7")))
        .contains(new LostRow("t", OptionalLong.of(7), 9));
  }

  @Test
  void aRowThatCouldNotBeReadBeforeIsNotLost() throws Exception {
    Damage sound = Damage.pages22();
    byte[] leaf = Objects.requireNonNull(sound.store().get(StoreKey.chunk(FileTag.MAIN, 9)));
    ChunkStore damaged = Damage.pages22().delete(FileTag.MAIN, 9, 1).store();
    OverlayChunkStore mended = new OverlayChunkStore(damaged);
    mended.apply(
        WriteBatch.builder().put(StoreKey.chunk(FileTag.MAIN, 9), leaf).build(), Durability.LAZY);

    assertThat(RowLoss.between(damaged, mended)).isEmpty();
    assertThat(RowLoss.between(mended, damaged)).map(LostRow::rowid).contains(OptionalLong.of(8));
  }

  @Test
  void aCutOverflowChainLosesItsRow() throws Exception {
    MemoryChunkStore before =
        Damage.database("CREATE TABLE t(a)", "INSERT INTO t VALUES(zeroblob(20000))").store();
    ChunkStore after =
        Damage.database("CREATE TABLE t(a)", "INSERT INTO t VALUES(zeroblob(20000))")
            .delete(FileTag.MAIN, 3, 1)
            .store();

    assertThat(RowLoss.between(before, after)).isPresent();
    assertThat(RowLoss.between(after, before)).isEmpty();
  }

  @Test
  void anotherEncodingOfTheSameTextIsTheSame() throws Exception {
    String[] sql = {
      "CREATE TABLE t(a, b)", "INSERT INTO t VALUES('ä', 1), (x'00', 1.5), (NULL, '')"
    };
    MemoryChunkStore utf8 = Damage.database(sql).store();
    MemoryChunkStore utf16 =
        Damage.empty().run("PRAGMA encoding='UTF-16be'", sql[0], sql[1]).store();

    assertThat(RowLoss.between(utf8, utf16)).isEmpty();
    assertThat(RowLoss.between(utf8, changed(utf16, "UPDATE t SET a = 'a' WHERE rowid = 1")))
        .contains(new LostRow("t", OptionalLong.of(1), 2));
  }

  @Test
  void whereThereIsNothingAfterwardsAllIsLost() throws Exception {
    MemoryChunkStore store = Damage.pages22().store();

    assertThat(RowLoss.between(store, new MemoryChunkStore()))
        .isEqualTo(Optional.of(new LostRow("sqlite_schema", OptionalLong.of(1), 1)));
    assertThat(RowLoss.between(new MemoryChunkStore(), store)).isEmpty();
  }
}
