package dev.kvsql.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.sqlite.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared differs in nothing but what is compared. */
final class EngineTest {
  @TempDir private Path dir = Path.of("");

  @ParameterizedTest
  @EnumSource
  void pageSizeCacheAndDurabilityAreTheSame(Engine engine) throws Exception {
    try (Connection connection = engine.open(dir.resolve("db"))) {
      BenchTable.create(connection);

      assertThat(pragma(connection, "page_size")).isEqualTo("4096");
      assertThat(pragma(connection, "cache_size")).isEqualTo("-2000");
      assertThat(pragma(connection, "synchronous")).isEqualTo("2");
      assertThat(pragma(connection, "mmap_size")).isIn("0", "nothing");
      assertThat(pragma(connection, "locking_mode")).isEqualTo("normal");
    }
  }

  @ParameterizedTest
  @CsvSource({"SQLITE_DELETE, delete", "SQLITE_WAL, wal", "KVSQL, memory"})
  void theJournalModeIsWhatTheSideIsNamedAfter(Engine engine, String mode) throws Exception {
    try (Connection connection = engine.open(dir.resolve("db"))) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo(mode);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsThereWhenItsDatabaseIsOpenedAgain(Engine engine) throws Exception {
    Path path = Files.createDirectory(dir.resolve("what? 100%#1")).resolve("db");

    new BenchTable(7, 1).createIn(engine, path);

    assertThat(path).isRegularFile();
    try (Connection connection = engine.open(path);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM bench")) {
      assertThat(count.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void onlyKvsqlMakesAStore() throws Exception {
    for (Engine engine : Engine.values()) {
      new BenchTable(1, 1).createIn(engine, dir.resolve(engine.name()));
    }

    assertThat(Files.readAllBytes(dir.resolve("SQLITE_DELETE")))
        .startsWith("SQLite".getBytes(US_ASCII));
    assertThat(Files.readAllBytes(dir.resolve("SQLITE_WAL")))
        .startsWith("SQLite".getBytes(US_ASCII));
    assertThat(Files.readAllBytes(dir.resolve("KVSQL"))).startsWith(0x4A);
  }

  @Test
  void aPragmaThatDoesNotTakeIsToldAndTheStoreLetGo() throws Exception {
    Path path = dir.resolve("db");
    try (Store store = MapDbStore.create(path)) {
      store.createDatabase("main");
    }
    try (Connection connection = Mount.open(path, "main");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=1024");
      BenchTable.create(connection);
    }

    assertThatThrownBy(() -> Engine.KVSQL.open(path))
        .isInstanceOf(SQLException.class)
        .hasMessage("PRAGMA page_size: expected 4096, found 1024");

    try (Store free = MapDbStore.open(path, Access.WRITE)) {
      assertThat(free.databases()).containsExactly("main");
    }
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA " + name)) {
      return result.next() ? result.getString(1) : "nothing";
    }
  }
}
