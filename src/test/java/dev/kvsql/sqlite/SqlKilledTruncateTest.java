package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that was killed when its file had grown or shrunk: whoever comes next cuts it back, as
 * SQLite does it on a file. The store of a killed mount has less in it than the disk, and it ends
 * with the same bytes; a copy of what is on the disk is rolled back by the mount itself.
 */
final class SqlKilledTruncateTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "512, DELETE, DEFAULT",
    "512, PERSIST, OFF",
    "1024, TRUNCATE, TWO_CHUNKS",
    "4096, PERSIST, EIGHT_CHUNKS",
    "16384, DELETE, TWO_CHUNKS"
  })
  void aHotJournalCutsTheFileBack(int pageSize, String mode, MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = side.connect();
      sql.run("PRAGMA page_size=" + pageSize, "PRAGMA auto_vacuum=INCREMENTAL");
      sql.run("PRAGMA journal_mode=" + mode, "PRAGMA cache_size=3", "PRAGMA synchronous=NORMAL");
      sql.run(Rows.CREATE, Rows.INDEX, Rows.insert(1, 90, 600));
      long before = side.sizeBytes();

      sql.within("BEGIN", Rows.update("id % 2 = 0", 900), Rows.insert(91, 200, 600));
      assertThat(side.sizeBytes()).isGreaterThan(before);
      recover(side, before, Rows.DIGEST);
      sql.run("ROLLBACK");
      recover(side, before, Rows.DIGEST);

      sql.within("BEGIN", "DELETE FROM t WHERE id > 9", "PRAGMA incremental_vacuum(20)");
      recover(side, before, Rows.DIGEST);
      sql.within(Rows.insert(10, 30, 700));
      recover(side, before, Rows.DIGEST);
      sql.run("COMMIT");
      recover(side, side.sizeBytes(), Rows.DIGEST);
      sql.run("PRAGMA incremental_vacuum");
      assertThat(side.sizeBytes()).isLessThan(before);
      recover(side, side.sizeBytes(), Rows.DIGEST);
    }
  }

  @ParameterizedTest
  @CsvSource({"512, DELETE", "1024, PERSIST", "4096, TRUNCATE", "65536, DELETE"})
  void theFirstTransactionOfAllIsCutBackToNothing(int pageSize, String mode) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, MountCache.DEFAULT)) {
      SideBySide.Both sql = side.connect();
      sql.run("PRAGMA page_size=" + pageSize, "PRAGMA journal_mode=" + mode);
      sql.run("PRAGMA cache_size=3");
      sql.within("BEGIN", Rows.CREATE, Rows.insert(1, 400, 2000));
      assertThat(side.sizeBytes()).isGreaterThan(500_000);
      recover(side, 0, "SELECT count(*) FROM sqlite_schema");
    }
  }

  private static void recover(SideBySide side, long sizeBytes, String digest) throws Exception {
    try (SideBySide killed = side.killed()) {
      assertRecovered(killed, sizeBytes, digest);
    }
    try (SideBySide imported = side.imported()) {
      assertRecovered(imported, sizeBytes, digest);
    }
  }

  private static void assertRecovered(SideBySide side, long sizeBytes, String digest)
      throws Exception {
    SideBySide.Both sql = side.connect();
    sql.run(digest);
    assertThat(side.sizeBytes()).isEqualTo(sizeBytes);
    sql.run("PRAGMA synchronous=OFF", "CREATE TABLE u AS SELECT 1", "PRAGMA incremental_vacuum");
  }
}
