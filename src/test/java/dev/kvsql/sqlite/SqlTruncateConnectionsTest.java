package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One connection cuts the file that others have open: as SQLite does it on a file. */
final class SqlTruncateConnectionsTest {
  @TempDir Path dir;

  private static SideBySide.Both filled(SideBySide side, int pageSize, String autoVacuum)
      throws Exception {
    SideBySide.Both sql = side.connect();
    sql.run("PRAGMA page_size=" + pageSize, "PRAGMA auto_vacuum=" + autoVacuum);
    sql.run("PRAGMA cache_size=5", Rows.CREATE, Rows.INDEX, Rows.insert(1, 60, 500));
    return sql;
  }

  @ParameterizedTest
  @EnumSource
  void whatOneConnectionVacuumsTheOtherReadsAnew(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both one = filled(side, 1024, "NONE");
      SideBySide.Both two = side.connect();
      two.run(Rows.DIGEST, "DELETE FROM t WHERE id > 7");
      one.run(Rows.DIGEST, "VACUUM");
      two.run(Rows.DIGEST, "SELECT a FROM t ORDER BY b", Rows.insert(61, 120, 700));
      one.run(Rows.DIGEST, "SELECT a FROM t ORDER BY b", "DELETE FROM t WHERE id < 100");
      two.run("PRAGMA page_size=4096", "VACUUM", Rows.DIGEST);
      one.run(Rows.DIGEST, Rows.insert(1, 30, 900), "DELETE FROM t", "VACUUM");
      two.run(Rows.DIGEST, "PRAGMA page_count", Rows.insert(1, 30, 900));
      one.run("SELECT a FROM t ORDER BY b DESC");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noVacuumCutsWhileSomebodyReads(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both one = filled(side, 512, "FULL");
      SideBySide.Both reader = side.connect();
      one.run("PRAGMA journal_mode=DELETE");
      long full = side.sizeBytes();
      reader.within("BEGIN", Rows.DIGEST);
      assertThat(one.failing("VACUUM")).contains("database is locked");
      assertThat(one.failing("DELETE FROM t WHERE id > 9")).contains("database is locked");
      reader.within("SELECT a FROM t ORDER BY b", Rows.DIGEST);
      assertThat(side.sizeBytes()).isEqualTo(full);
      one.within("BEGIN", "DELETE FROM t WHERE id > 9");
      assertThat(one.failing("COMMIT")).contains("database is locked");
      assertThat(side.sizeBytes()).isEqualTo(full);
      assertThat(reader.within(Rows.DIGEST)).startsWith("60|");
      reader.within("COMMIT");
      one.run("COMMIT");
      assertThat(side.sizeBytes()).isLessThan(full / 2);
      assertThat(reader.run(Rows.DIGEST)).startsWith("9|");
    }
  }

  /** The file is longer than its database while a writer has spilled; it is the writer's to cut. */
  @ParameterizedTest
  @EnumSource
  void aFileThatAWriterHasGrownIsCutByItsRollbackOnly(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both writer = filled(side, 1024, "INCREMENTAL");
      SideBySide.Both other = side.connect();
      other.run("PRAGMA journal_mode=TRUNCATE", Rows.DIGEST, "DELETE FROM t WHERE id > 30");
      long before = side.sizeBytes();
      writer.within("BEGIN", Rows.insert(31, 150, 700));
      assertThat(side.sizeBytes()).isGreaterThan(before + 40_000);
      for (String sql : new String[] {Rows.DIGEST, "VACUUM", "PRAGMA incremental_vacuum(3)"}) {
        assertThat(other.failing(sql)).contains("database is locked");
      }
      writer.run("ROLLBACK");
      assertThat(side.sizeBytes()).isEqualTo(before);
      other.run(Rows.DIGEST, "PRAGMA incremental_vacuum(3)", "VACUUM", Rows.DIGEST);
      assertThat(side.sizeBytes()).isLessThan(before);
      writer.run(Rows.DIGEST, Rows.insert(31, 60, 500), "VACUUM");
      other.run("SELECT a FROM t ORDER BY b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriterThatGoesAwayInTheMiddleIsRolledBack(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both one = filled(side, 2048, "FULL");
      for (String mode : new String[] {"MEMORY", "DELETE", "TRUNCATE", "PERSIST"}) {
        long before = side.sizeBytes();
        SideBySide.Both writer = side.connect();
        writer.run("PRAGMA journal_mode=" + mode, "PRAGMA cache_size=3");
        writer.within("BEGIN", "DELETE FROM t WHERE id < 40", Rows.insert(61, 200, 700));
        assertThat(side.sizeBytes()).as(mode).isGreaterThan(before);
        writer.close();
        assertThat(one.run(Rows.DIGEST)).startsWith("60|");
        assertThat(side.sizeBytes()).isEqualTo(before);
        one.run("DELETE FROM t WHERE id > 40", Rows.DIGEST, Rows.insert(41, 60, 500), Rows.DIGEST);
      }
    }
  }
}
