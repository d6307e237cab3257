package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that grow over pages which SQLite never writes, as they are free again when it commits:
 * they read as zeros, whatever was there before the file was cut.
 */
final class SqlGrowTest {
  @TempDir Path dir;

  static Stream<SqlSettings> settings() {
    return SqlSettings.each(
        List.of(512, 1024, 2048, 4096), List.of("DELETE", "TRUNCATE", "MEMORY"));
  }

  private static SideBySide.Both filled(SqlSettings with, SideBySide side) throws Exception {
    SideBySide.Both sql = with.connect(side, 1000);
    sql.run(Rows.CREATE, Rows.insert(1, 5, 3 * with.pageSize()));
    return sql;
  }

  /** Grows the file by so many pages and more, of which only the first and the last are written. */
  private static void grow(SideBySide side, SqlSettings with, SideBySide.Both sql, int pages)
      throws Exception {
    long before = side.sizeBytes();
    sql.within(
        "BEGIN", Rows.insert(100, 99 + pages, with.pageSize()), "DELETE FROM t WHERE id > 5");
    assertThat(side.sizeBytes()).as("nothing is written yet").isEqualTo(before);
    sql.run("COMMIT");
    assertThat(side.sizeBytes()).isGreaterThanOrEqualTo(before + (long) pages * with.pageSize());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void pagesThatAreFreeBeforeTheyAreWrittenReadAsZeros(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = filled(with, side);
      grow(side, with, sql, 7);
      sql.run(Rows.insert(6, 20, 900), "DELETE FROM t WHERE id > 3", "VACUUM");
      grow(side, with, sql, 30);
      sql.run(Rows.insert(6, 20, 900));
    }
  }

  /**
   * With an exclusive lock a rollback is neither handed over nor synced: the cut is in the buffer.
   */
  @ParameterizedTest
  @MethodSource("settings")
  void whatARollbackCutOffDoesNotComeBack(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = filled(with, side);
      sql.run("PRAGMA locking_mode=EXCLUSIVE", "PRAGMA cache_size=3");
      sql.within("BEGIN", Rows.insert(6, 40, 2 * with.pageSize()), "ROLLBACK");
      sql.within("PRAGMA cache_size=1000");
      grow(side, with, sql, 12);
      sql.run("DELETE FROM t", "VACUUM");
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatAnInterruptedTruncateLeftInTheStoreDoesNotComeBack(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      filled(with, side);
      side.closeConnections();
      side.litter(3);
      SideBySide.Both sql = with.connect(side, 1000);
      grow(side, with, sql, 4 * 4096 / with.pageSize() + 1);
      sql.run(Rows.insert(6, 40, 2 * with.pageSize()), "DELETE FROM t", "VACUUM");
    }
  }
}
