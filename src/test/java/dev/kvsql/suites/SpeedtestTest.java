package dev.kvsql.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.file.DatabaseExport;
import dev.kvsql.sqlite.MountOptions;
import dev.kvsql.sqlite.StatementSplitter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every statement of speedtest1 says on a mounted database what it says on a file, which is the
 * same at the end, byte for byte.
 */
final class SpeedtestTest {
  private static final long EIGHT_CHUNKS = 8 * 4096;

  @TempDir Path dir;

  @Test
  void everyStatementSaysWhatItSaysOnAFile() throws Exception {
    compare("memory", MountOptions.DEFAULT_CACHE_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "memory, " + EIGHT_CHUNKS,
    "memory, 0",
    "delete, " + MountOptions.DEFAULT_CACHE_BYTES,
    "delete, " + EIGHT_CHUNKS,
    "truncate, 0",
    "persist, " + EIGHT_CHUNKS,
    "wal, " + MountOptions.DEFAULT_CACHE_BYTES,
    "wal, " + EIGHT_CHUNKS
  })
  @Tag("soak")
  void everyStatementSaysWhatItSaysOnAFileInEveryJournalMode(String journalMode, long cacheBytes)
      throws Exception {
    compare(journalMode, cacheBytes);
  }

  private void compare(String journalMode, long cacheBytes) throws Exception {
    Path file = dir.resolve("speedtest.db");
    Path storeFile = dir.resolve("speedtest.kv");
    try (Connection onFile = DriverManager.getConnection("jdbc:sqlite:" + file);
        SuiteStore store = new SuiteStore(storeFile, cacheBytes, "OFF")) {
      Sides sides = new Sides(onFile, store.connection());
      sides.same("at first", "PRAGMA synchronous=OFF");
      // A mount has no shared memory, without which a WAL needs an exclusive lock.
      String locking = journalMode.equals("wal") ? "exclusive" : "normal";
      sides.same("at first", "PRAGMA locking_mode=" + locking);
      assertThat(sides.same("at first", "PRAGMA journal_mode=" + journalMode))
          .isEqualTo(Answer.Rows.of(journalMode));
      for (StatementSplitter.Statement statement : Speedtest.statements()) {
        sides.same("line " + statement.line(), statement.text());
      }
      // What came before leaves a file that has only grown.
      sides.same("at the end", "DROP TABLE z1");
      sides.same("at the end", "VACUUM");
      sides.sameContent();
    }
    assertThat(Files.mismatch(exported(storeFile), file))
        .as("first byte that differs")
        .isEqualTo(-1);
  }

  private Path exported(Path storeFile) throws IOException {
    Path export = dir.resolve("exported.db");
    try (Store store = MapDbStore.open(storeFile, Access.READ);
        OutputStream out = Files.newOutputStream(export)) {
      DatabaseExport.write(store.database(Store.DEFAULT_DATABASE), FileTag.MAIN, out);
    }
    return export;
  }
}
