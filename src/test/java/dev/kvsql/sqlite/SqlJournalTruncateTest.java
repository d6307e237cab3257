package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the journal is that a commit leaves behind, as SQLite does it on a file. */
final class SqlJournalTruncateTest {
  @TempDir Path dir;

  /**
   * Commits and rollbacks of several lengths, so that a journal lies over a longer or shorter one.
   */
  private static void work(SideBySide.Both sql) throws Exception {
    sql.run(Rows.update("id % 3 = 0", 520), Rows.update("id = 5", 510), Rows.update("id > 8", 500));
    sql.within("BEGIN", Rows.update("id < 20", 700), Rows.insert(41, 90, 700));
    // With an exclusive lock SQLite neither commits nor unlocks now: the cut waits in the buffer.
    sql.within("ROLLBACK");
    sql.run(Rows.insert(41, 60, 500), "DELETE FROM t WHERE id > 40", "VACUUM");
    sql.within("BEGIN", Rows.update("id = 1", 300), "SAVEPOINT s", Rows.update("id > 1", 600));
    sql.within("ROLLBACK TO s");
    sql.run("COMMIT");
  }

  private static SideBySide.Both filled(SideBySide side, int pageSize) throws Exception {
    SideBySide.Both sql = side.connect();
    sql.run("PRAGMA synchronous=OFF");
    sql.run("PRAGMA page_size=" + pageSize, "PRAGMA cache_size=5", Rows.CREATE, Rows.INDEX);
    sql.run(Rows.insert(1, 40, 500));
    return sql;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 511, 4096, 4097, 5000, 12_288, 1 << 20, -1})
  void aPersistentJournalIsCutToItsLimit(long limit) throws Exception {
    for (int pageSize : List.of(512, 4096)) {
      try (SideBySide side = SideBySide.empty(dir, MountCache.turn(pageSize / 512))) {
        SideBySide.Both sql = filled(side, pageSize);
        sql.run("PRAGMA journal_mode=PERSIST", "PRAGMA journal_size_limit=" + limit);
        sql.run("PRAGMA synchronous=" + (pageSize == 512 && limit == 5000 ? "FULL" : "OFF"));
        sql.run(Rows.update("id > 0", 520));
        long bytes = side.sizeBytes(FileTag.JOURNAL);
        assertThat(bytes).isLessThanOrEqualTo(limit < 0 ? Long.MAX_VALUE : limit);
        assertThat(bytes == limit).isEqualTo(limit >= 0 && limit <= 12_288);
        work(sql);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, NORMAL, FULL",
    "TRUNCATE, NORMAL, FULL",
    "PERSIST, NORMAL, NORMAL",
    "DELETE, EXCLUSIVE, FULL",
    "TRUNCATE, EXCLUSIVE, NORMAL",
    "PERSIST, EXCLUSIVE, EXTRA",
    "MEMORY, EXCLUSIVE, FULL",
    "DELETE, NORMAL, EXTRA",
    "TRUNCATE, NORMAL, OFF",
    "PERSIST, NORMAL, OFF",
    "DELETE, NORMAL, OFF"
  })
  void everyModeLeavesTheJournalThatSqliteWouldLeave(String mode, String locking, String sync)
      throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.turn(mode.length() + sync.length()))) {
      SideBySide.Both sql = filled(side, 1024);
      sql.run("PRAGMA synchronous=" + sync, "PRAGMA locking_mode=" + locking);
      sql.run("PRAGMA journal_mode=" + mode, "PRAGMA cache_size=50");
      work(sql);
      sql.run("PRAGMA journal_size_limit=5000");
      work(sql);
      sql.run("PRAGMA locking_mode=NORMAL", "SELECT count(*) FROM t");
      sql.run(Rows.update("id > 3", 510));
    }
  }

  @Test
  void changingTheModeTakesTheOldJournalAway() throws Exception {
    List<String> modes = List.of("DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF");
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT)) {
      SideBySide.Both sql = filled(side, 1024);
      for (String from : modes) {
        for (String to : modes) {
          sql.run("PRAGMA journal_mode=" + from, Rows.update("id > 3", 480));
          sql.run("PRAGMA journal_mode=" + to, Rows.update("id < 30", 490));
          sql.run("DELETE FROM t WHERE id > 20", "VACUUM", Rows.insert(21, 40, 500));
        }
      }
    }
  }
}
