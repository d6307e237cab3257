package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that had grown, because pages were written before the commit, and are cut back when it is
 * not to be: as SQLite does it on a file, byte for byte.
 */
final class SqlRollbackTruncateTest {
  @TempDir Path dir;

  static Stream<SqlSettings> settings() {
    return SqlSettings.each(
        List.of(512, 1024, 4096), List.of("DELETE", "TRUNCATE", "PERSIST", "MEMORY"));
  }

  /** A table of some rows; SQLite writes each page as soon as it needs another. */
  private static SideBySide.Both filled(SqlSettings with, SideBySide side) throws Exception {
    SideBySide.Both sql = with.connect(side, 3);
    sql.run(Rows.CREATE, Rows.INDEX, Rows.insert(1, 30, 500));
    return sql;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aRollbackCutsOffWhatHadSpilled(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = filled(with, side);
      long before = side.sizeBytes();
      sql.within("BEGIN", Rows.update("id % 2 = 0", 900), Rows.insert(31, 150, 700));
      assertThat(side.sizeBytes()).as("it has grown").isGreaterThan(before + 60_000);
      sql.run("ROLLBACK");
      assertThat(side.sizeBytes()).isEqualTo(before);
      sql.run(Rows.insert(31, 45, 600), Rows.DIGEST);
      sql.within("BEGIN", "DROP TABLE t", Rows.CREATE, Rows.insert(1, 90, 700));
      sql.run("ROLLBACK", Rows.DIGEST);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theFirstTransactionOfAllIsCutBackToNothing(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = with.connect(side, 3);
      sql.within("BEGIN", Rows.CREATE, Rows.insert(1, 90, 700));
      assertThat(side.sizeBytes()).as("it has grown").isGreaterThan(40_000);
      sql.run("ROLLBACK");
      assertThat(side.sizeBytes()).isZero();
      sql.run(Rows.CREATE, Rows.insert(1, 10, 700));
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void goingBackToASavepointCutsAtTheCommit(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = filled(with, side);
      long before = side.sizeBytes();
      sql.within("BEGIN", Rows.update("id < 9", 900), "SAVEPOINT one", Rows.insert(31, 90, 700));
      sql.within("SAVEPOINT two", "DELETE FROM t WHERE id % 3 = 0", Rows.insert(200, 260, 700));
      sql.within("ROLLBACK TO two", Rows.insert(400, 410, 500), "RELEASE two", "ROLLBACK TO one");
      long grown = side.sizeBytes();
      sql.run("COMMIT");
      assertThat(side.sizeBytes()).isLessThan(grown).isLessThan(before + 20_000);
      sql.within("SAVEPOINT outer", Rows.insert(31, 90, 700), "SAVEPOINT inner");
      sql.within("DELETE FROM t", "ROLLBACK TO inner", "DELETE FROM t WHERE id > 20");
      sql.run("RELEASE outer", Rows.insert(300, 340, 500));
      sql.within("SAVEPOINT outer", Rows.insert(31, 90, 700), "ROLLBACK TO outer");
      sql.run("RELEASE outer", Rows.DIGEST);
    }
  }

  /** A statement takes back what it did; what the transaction did before stays. */
  @ParameterizedTest
  @MethodSource("settings")
  void aStatementThatFailsHalfWayLeavesNothingBehind(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = filled(with, side);
      long before = side.sizeBytes();
      sql.run("CREATE UNIQUE INDEX u ON t(id, b)");
      String failing = Rows.insert(-80, 1, 800);
      assertThat(sql.failing(failing)).contains("UNIQUE constraint failed: t.id");
      assertThat(sql.run("SELECT count(*) FROM t")).isEqualTo("30");
      sql.within("BEGIN", Rows.insert(31, 40, 500));
      assertThat(sql.failing(failing)).contains("UNIQUE constraint failed: t.id");
      long grown = side.sizeBytes();
      sql.run("COMMIT");
      assertThat(side.sizeBytes()).as("the commit cuts").isLessThan(grown - 40_000);
      sql.within("BEGIN", Rows.insert(41, 50, 500));
      sql.failing(failing.replace("INSERT", "INSERT OR ROLLBACK"));
      assertThat(sql.failing("COMMIT")).contains("no transaction is active");
      assertThat(sql.run("SELECT count(*) FROM t")).isEqualTo("40");
      sql.failing(failing.replace("INSERT", "INSERT OR FAIL"));
      assertThat(sql.run("SELECT count(*) FROM t")).isEqualTo("121");
      sql.run("DROP INDEX u", "DELETE FROM t WHERE id NOT BETWEEN 1 AND 30", "VACUUM");
      assertThat(side.sizeBytes()).isLessThanOrEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aDatabaseThatIsFullIsCutBack(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = filled(with, side);
      long before = side.sizeBytes();
      sql.run("PRAGMA max_page_count=" + (before / with.pageSize() + 12));
      String tooMuch = Rows.insert(31, 900, 700);
      assertThat(sql.failing(tooMuch)).contains("database or disk is full");
      sql.run("SELECT count(*) FROM t");
      assertThat(side.sizeBytes()).isEqualTo(before);
      sql.within("BEGIN", Rows.insert(31, 32, 700));
      assertThat(sql.failing(tooMuch.replace(" 31 ", " 33 "))).contains("disk is full");
      sql.run("COMMIT", "SELECT count(*) FROM t");
      sql.run("DELETE FROM t WHERE id > 3", "VACUUM");
      sql.failing(tooMuch);
      sql.run("SELECT count(*) FROM t");
    }
  }

  /** What an auto-vacuum moved away at the end of the file is there again. */
  @ParameterizedTest
  @MethodSource("settings")
  void aRollbackBringsBackWhatAVacuumHadCutOff(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = with.connect(side, 3);
      sql.run("PRAGMA auto_vacuum=INCREMENTAL", Rows.CREATE, Rows.INDEX, Rows.insert(1, 60, 500));
      long before = side.sizeBytes();
      sql.within("BEGIN", "DELETE FROM t WHERE id % 4 > 0", "PRAGMA incremental_vacuum(9)");
      sql.within(Rows.update("id % 8 = 0", 700), "SAVEPOINT s", "PRAGMA incremental_vacuum");
      sql.within("ROLLBACK TO s", Rows.insert(61, 70, 500), "PRAGMA incremental_vacuum(2)");
      sql.run("ROLLBACK", Rows.DIGEST);
      assertThat(side.sizeBytes()).isEqualTo(before);
      sql.within("BEGIN", "DELETE FROM t WHERE id > 9", "SAVEPOINT s", "PRAGMA incremental_vacuum");
      sql.within("ROLLBACK TO s", "PRAGMA incremental_vacuum(5)");
      sql.run("COMMIT", Rows.DIGEST);
      sql.run("PRAGMA auto_vacuum=FULL", "DELETE FROM t WHERE id > 5");
      long small = side.sizeBytes();
      sql.within("BEGIN", Rows.insert(61, 90, 500), "DELETE FROM t");
      sql.run("ROLLBACK", Rows.DIGEST);
      assertThat(side.sizeBytes()).isEqualTo(small);
    }
  }

  /**
   * Without a journal nothing can be taken back: what has spilled stays, and the file is broken.
   */
  @ParameterizedTest
  @EnumSource
  void withoutAJournalARollbackLeavesWhatSqliteLeaves(MountCache cache) throws Exception {
    Path sound = dir.resolve("sound.db");
    try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + sound)) {
      Sql.run(plain, Rows.CREATE, Rows.insert(1, 3, 300));
    }
    SqlSettings with = new SqlSettings(1024, "OFF", "OFF", cache);
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = filled(with, side);
      long before = side.sizeBytes();
      sql.run("PRAGMA cache_size=1000");
      sql.within("BEGIN", Rows.insert(31, 90, 700));
      sql.run("ROLLBACK", "SELECT count(*) FROM t");
      assertThat(side.sizeBytes()).as("nothing had spilled").isEqualTo(before);
      sql.run("PRAGMA cache_size=3");
      sql.within("BEGIN", Rows.insert(31, 90, 700));
      sql.run("ROLLBACK");
      assertThat(side.sizeBytes()).isGreaterThan(before);
      sql.run("restore from " + sound, "SELECT count(*) FROM t");
      assertThat(side.sizeBytes()).isEqualTo(Files.size(sound));
    }
  }
}
