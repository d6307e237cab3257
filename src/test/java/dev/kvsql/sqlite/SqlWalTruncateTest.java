package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checkpoints that cut the main file and the WAL, as SQLite does it on a file, byte for byte. Both
 * sides lock exclusively; {@link MountWalTest} is about several connections. What SQLite neither
 * syncs nor commits stays in the mount's buffer until the next commit: the cut of a WAL, and frames
 * that were rolled back.
 */
final class SqlWalTruncateTest {
  private static final List<String> CHECKPOINTS = List.of("PASSIVE", "FULL", "RESTART", "TRUNCATE");

  @TempDir Path dir;

  private static SideBySide.Both filled(SideBySide side, int pageSize, String sync)
      throws Exception {
    SideBySide.Both sql = side.connect();
    sql.run("PRAGMA page_size=" + pageSize, "PRAGMA locking_mode=EXCLUSIVE");
    assertThat(sql.run("PRAGMA journal_mode=WAL")).isEqualTo("wal");
    sql.run("PRAGMA synchronous=" + sync, "PRAGMA wal_autocheckpoint=0", "PRAGMA cache_size=10");
    sql.run(Rows.CREATE, Rows.INDEX, Rows.insert(1, 60, 500));
    return sql;
  }

  @ParameterizedTest
  @CsvSource({
    "512, FULL, DEFAULT",
    "1024, NORMAL, TWO_CHUNKS",
    "2048, OFF, OFF",
    "4096, FULL, EIGHT_CHUNKS",
    "16384, NORMAL, OFF",
    "65536, OFF, DEFAULT"
  })
  void everyCheckpointCutsTheMainFileToTheDatabase(int pageSize, String sync, MountCache cache)
      throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = filled(side, pageSize, sync);
      String rest = Rows.insert(10, 60, Math.max(500, pageSize / 4));
      sql.run("DELETE FROM t WHERE id > 9", rest);
      for (String checkpoint : CHECKPOINTS) {
        sql.within("PRAGMA wal_checkpoint(" + checkpoint + ")");
        long full = side.sizeBytes();
        sql.run("DELETE FROM t WHERE id > 9", "VACUUM");
        assertThat(side.sizeBytes()).as("until the checkpoint").isEqualTo(full);
        sql.within("PRAGMA wal_checkpoint(" + checkpoint + ")");
        assertThat(side.sizeBytes()).isLessThan(full / 2);
        if (checkpoint.equals("TRUNCATE")) {
          assertThat(side.sizeBytes(FileTag.WAL)).isZero();
        }
        sql.run(rest, "SELECT count(*), sum(length(a)), max(b) FROM t");
      }
      sql.within("BEGIN", Rows.insert(100, 300, 600));
      assertThat(side.sizeBytes(FileTag.WAL)).as("it has spilled").isGreaterThan(100_000);
      sql.within("ROLLBACK", "PRAGMA wal_checkpoint(FULL)");
      sql.run(Rows.update("id > 40", 300));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1024", "5000, 1024", "4097, 4096", "100, 512", "33000, 4096"})
  void aWalThatBeginsAnewIsCutToItsLimit(long limit, int pageSize) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.turn(pageSize / 1024))) {
      SideBySide.Both sql = filled(side, pageSize, "NORMAL");
      assertThat(side.sizeBytes(FileTag.WAL)).isGreaterThan(limit);
      sql.run("PRAGMA journal_size_limit=" + limit);
      for (String checkpoint : List.of("PASSIVE", "RESTART")) {
        sql.within("PRAGMA wal_checkpoint(" + checkpoint + ")");
        sql.run(Rows.update("id = 5", 200));
        assertThat(side.sizeBytes(FileTag.WAL))
            .isGreaterThanOrEqualTo(limit)
            .isLessThanOrEqualTo(Math.max(limit, 8L * (pageSize + 24)));
        sql.run(Rows.update("id > 5", 450), "VACUUM");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAutoVacuumIsCutByTheCheckpointThatComesByItself(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = side.connect();
      sql.run("PRAGMA page_size=1024", "PRAGMA auto_vacuum=INCREMENTAL");
      sql.run("PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", Rows.CREATE);
      sql.run(Rows.INDEX, "PRAGMA wal_autocheckpoint=20", Rows.insert(1, 90, 700));
      long full = side.sizeBytes();
      sql.run("DELETE FROM t WHERE id % 3 > 0", "PRAGMA incremental_vacuum(11)");
      sql.run(Rows.update("id < 50", 650), "PRAGMA incremental_vacuum", Rows.insert(1, 1, 100));
      assertThat(side.sizeBytes()).isLessThan(full * 2 / 3);
      sql.run("PRAGMA auto_vacuum=FULL", "DELETE FROM t", Rows.insert(1, 90, 700), "DROP TABLE t");
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavingTheWalLeavesTheMainFileThatSqliteWould(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = filled(side, 1024, "FULL");
      sql.run("PRAGMA wal_checkpoint", "DELETE FROM t WHERE id > 9", "VACUUM");
      assertThat(sql.run("PRAGMA journal_mode=DELETE")).isEqualTo("delete");
      assertThat(side.sizeBytes()).isLessThan(20_000);
      sql.run(Rows.insert(10, 60, 500), "DELETE FROM t WHERE id > 30", "VACUUM");
      assertThat(sql.run("PRAGMA journal_mode=WAL")).isEqualTo("wal");
      sql.run("DELETE FROM t WHERE id > 20", "VACUUM");
      side.closeConnections();
      SideBySide.Both again = side.connect();
      again.within("SELECT count(*) FROM t");
      again.run("DELETE FROM t", "VACUUM");
    }
  }

  /** Frames that a killed process left, before and after a checkpoint had carried them over. */
  @ParameterizedTest
  @CsvSource({"FULL, DEFAULT", "NORMAL, OFF", "OFF, TWO_CHUNKS"})
  void whatIsKilledAtACheckpointRecoversToTheSameBytes(String sync, MountCache cache)
      throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = filled(side, 1024, sync);
      for (String checkpoint : CHECKPOINTS) {
        sql.run("DELETE FROM t WHERE id > 20", "VACUUM");
        recover(side.killed(), 20);
        recover(side.imported(), 20);
        sql.within("PRAGMA wal_checkpoint(" + checkpoint + ")");
        recover(side.killed(), 20);
        recover(side.imported(), 20);
        sql.run(Rows.insert(21, 60, 500));
        recover(side.killed(), 60);
        sql.within("BEGIN", Rows.insert(61, 300, 500));
        recover(side.killed(), 60);
        recover(side.imported(), 60);
        sql.within("ROLLBACK");
      }
    }
  }

  /**
   * A transaction that is synced while it spills begins the WAL anew, over what was carried over.
   */
  @ParameterizedTest
  @EnumSource
  void aCheckpointThatWasNotSyncedIsNotLostWithTheFramesItCarriedOver(MountCache cache)
      throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = filled(side, 1024, "OFF");
      for (String checkpoint : CHECKPOINTS) {
        sql.within("DELETE FROM t WHERE id > 20", "VACUUM");
        sql.within("PRAGMA wal_checkpoint(" + checkpoint + ")", "PRAGMA synchronous=FULL");
        sql.within("BEGIN", Rows.insert(61, 300, 500));
        recover(side.killed(), 20);
        sql.within("ROLLBACK", "PRAGMA synchronous=OFF");
        sql.run(Rows.insert(21, 60, 500));
      }
    }
  }

  /**
   * The disk has what was not yet committed, or not yet synced; the killed mount's store has not.
   */
  private static void recover(SideBySide left, int rows) throws Exception {
    try (left) {
      SideBySide.Both sql = left.connect();
      assertThat(sql.ask("SELECT count(*) FROM t")).isEqualTo(String.valueOf(rows));
      sql.ask("PRAGMA synchronous=OFF");
      sql.ask(Rows.update("id = 3", 300));
    }
  }
}
