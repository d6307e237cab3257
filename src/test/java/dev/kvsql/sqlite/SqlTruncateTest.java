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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which SQL makes a database smaller, as SQLite does it on a file, byte for byte. */
final class SqlTruncateTest {
  @TempDir Path dir;

  static Stream<SqlSettings> settings() {
    return SqlSettings.each(
        SqlSettings.PAGE_SIZES, List.of("DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void vacuumCutsOffWhatWasDeletedAndNothingOfItComesBack(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = with.connect(side, 10);
      int bytes = with.rowBytes();
      sql.run(Rows.CREATE, Rows.INDEX, Rows.insert(1, 60, bytes));
      long full = side.sizeBytes();
      sql.run("DELETE FROM t WHERE id % 6 > 0");
      assertThat(side.sizeBytes()).as("the pages are free").isEqualTo(full);
      sql.run("VACUUM");
      assertThat(side.sizeBytes()).isLessThan(full / 2);
      sql.run(Rows.insert(101, 130, bytes), Rows.update("id % 2 = 0", bytes + 100), "VACUUM");
      sql.run("DELETE FROM t", "VACUUM", Rows.insert(1, 60, bytes));
      assertThat(side.sizeBytes()).isEqualTo(full);
      sql.run("DROP TABLE t", "VACUUM");
      assertThat(side.sizeBytes()).isEqualTo(with.pageSize());
      sql.run(Rows.CREATE, Rows.insert(1, 20, bytes));
      side.closeConnections();
      with.connect(side, 10).run("DROP TABLE t", "VACUUM", "PRAGMA page_count");
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aFullAutoVacuumCutsAtEachCommit(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = with.connect(side, 10);
      int bytes = with.rowBytes();
      sql.run("PRAGMA auto_vacuum=FULL", Rows.CREATE, Rows.INDEX, Rows.insert(1, 40, bytes));
      long full = side.sizeBytes();
      sql.run("DELETE FROM t WHERE id BETWEEN 5 AND 25");
      assertThat(side.sizeBytes()).isLessThan(full);
      sql.within("BEGIN", Rows.insert(101, 140, bytes), "DELETE FROM t WHERE id % 2 = 0");
      sql.run("COMMIT", Rows.insert(5, 25, 2 * bytes), "DROP INDEX i", "DELETE FROM t");
      sql.run("DROP TABLE t");
      assertThat(side.sizeBytes()).isLessThanOrEqualTo(2L * with.pageSize());
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void anIncrementalVacuumCutsAsManyPagesAsAsked(SqlSettings with) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, with.cache())) {
      SideBySide.Both sql = with.connect(side, 10);
      int bytes = 2 * with.pageSize();
      sql.run("PRAGMA auto_vacuum=INCREMENTAL", Rows.CREATE, Rows.insert(1, 20, bytes));
      long full = side.sizeBytes();
      sql.run("DELETE FROM t WHERE id % 3 > 0");
      for (int pages : new int[] {1, 2, 3, 5}) {
        long before = side.sizeBytes();
        sql.run("PRAGMA incremental_vacuum(" + pages + ")");
        assertThat(side.sizeBytes()).isEqualTo(before - (long) pages * with.pageSize());
      }
      sql.run("SELECT count(*), sum(length(a)) FROM t", Rows.insert(50, 53, bytes));
      sql.within("BEGIN", "DELETE FROM t WHERE id > 9", "PRAGMA incremental_vacuum(7)");
      sql.within(Rows.insert(60, 62, bytes), "PRAGMA incremental_vacuum");
      sql.run("COMMIT", "DELETE FROM t", "PRAGMA incremental_vacuum");
      assertThat(side.sizeBytes()).isLessThan(full / 10);
      sql.run(Rows.insert(1, 20, bytes));
    }
  }

  /** From every page size into every larger one, and back. */
  @ParameterizedTest
  @EnumSource
  void vacuumIntoAnotherPageSizeCutsOrGrows(MountCache cache) throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = side.connect();
      sql.run("PRAGMA synchronous=" + (cache == MountCache.TWO_CHUNKS ? "NORMAL" : "OFF"));
      sql.run(Rows.CREATE, Rows.INDEX, Rows.insert(1, 25, 900), Rows.insert(26, 28, 5000));
      for (int from = 0; from < SqlSettings.PAGE_SIZES.size(); from++) {
        for (int to = from + 1; to < SqlSettings.PAGE_SIZES.size(); to++) {
          sql.run("PRAGMA journal_mode=" + (to % 2 == 0 ? "DELETE" : "MEMORY"));
          sql.run("PRAGMA page_size=" + SqlSettings.PAGE_SIZES.get(from), "VACUUM");
          assertThat(side.sizeBytes() % SqlSettings.PAGE_SIZES.get(from)).isZero();
          sql.run("PRAGMA page_size=" + SqlSettings.PAGE_SIZES.get(to), "VACUUM");
          assertThat(sql.run("PRAGMA page_size"))
              .isEqualTo(SqlSettings.PAGE_SIZES.get(to).toString());
        }
      }
      assertThat(sql.run("SELECT count(*) FROM t")).isEqualTo("28");
    }
  }

  /** What the driver calls a restore is SQLite's backup, which cuts the file that it fills. */
  @ParameterizedTest
  @EnumSource
  void aRestoreFromASmallerDatabaseCuts(MountCache cache) throws Exception {
    for (int size : SqlSettings.PAGE_SIZES) {
      Path small = dir.resolve(size + ".db");
      try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + small)) {
        Sql.run(plain, "PRAGMA page_size=" + size, Rows.CREATE, Rows.insert(1, 7, 300));
      }
    }
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = side.connect();
      sql.run("PRAGMA page_size=1024", "PRAGMA synchronous=OFF", Rows.CREATE);
      for (int size : SqlSettings.PAGE_SIZES) {
        Path small = dir.resolve(size + ".db");
        sql.run(Rows.insert(100, 160, 4000), "restore from " + small);
        assertThat(side.sizeBytes()).isEqualTo(Files.size(small));
        assertThat(sql.run("SELECT count(*) FROM t")).isEqualTo("7");
      }
    }
  }

  /** With pages smaller than chunks most of these ends lie inside a chunk. */
  @ParameterizedTest
  @CsvSource({
    "512, 17, DEFAULT, MEMORY",
    "512, 17, OFF, TRUNCATE",
    "1024, 9, TWO_CHUNKS, DELETE",
    "2048, 5, EIGHT_CHUNKS, PERSIST",
    "4096, 3, DEFAULT, DELETE",
    "8192, 2, TWO_CHUNKS, MEMORY"
  })
  void everyPageOfSomeChunksIsAnEndOnce(int pageSize, int most, MountCache cache, String mode)
      throws Exception {
    try (SideBySide side = SideBySide.empty(dir, cache)) {
      SideBySide.Both sql = side.connect();
      sql.run("PRAGMA page_size=" + pageSize, "PRAGMA auto_vacuum=FULL");
      sql.run("PRAGMA journal_mode=" + mode, "PRAGMA synchronous=OFF");
      sql.run(Rows.CREATE, Rows.insert(1, 1, 8));
      long least = side.sizeBytes();
      for (int from = 1; from <= most; from++) {
        for (int to = 0; to < from; to++) {
          sql.run(Rows.update("id = 1", from * (pageSize - 4)));
          assertThat(side.sizeBytes()).isEqualTo(least + (long) from * pageSize);
          sql.run(Rows.update("id = 1", to * (pageSize - 4)));
          assertThat(side.sizeBytes()).isEqualTo(least + (long) to * pageSize);
        }
      }
    }
  }
}
