package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.file.StoreShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code jdbc:kvsql:PATH?db=NAME&mode=rw|ro}. */
final class KvsqlDriverTest {
  @TempDir Path dir;
  private Path path = Path.of("");

  @BeforeEach
  void makeStore() throws SQLException {
    path = dir.resolve("a.kv");
    try (MapDbStore store = MapDbStore.create(path)) {
      store.createDatabase("main");
      store.createDatabase("my orders");
    }
    try (Connection connection = connect("?db=main")) {
      MountTest.fill(connection, 10, 1000);
    }
  }

  private Connection connect(String parameters) throws SQLException {
    return DriverManager.getConnection("jdbc:kvsql:" + path + parameters);
  }

  @Test
  void theDatabaseIsMainUnlessNamed() throws Exception {
    try (Connection connection = connect("")) {
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("10");
    }
    try (Connection connection = connect("?db=my+orders")) {
      assertThat(Sql.all(connection, "SELECT name FROM sqlite_schema")).isEmpty();
      Sql.run(connection, "CREATE TABLE o(a)");
    }
    try (Connection connection = connect("?mode=rw&db=my%20orders")) {
      assertThat(Sql.all(connection, "SELECT name FROM sqlite_schema")).containsExactly("o");
    }
    Properties properties = new Properties();
    properties.setProperty("db", "my orders");
    try (Connection connection = DriverManager.getConnection("jdbc:kvsql:" + path, properties)) {
      assertThat(Sql.all(connection, "SELECT name FROM sqlite_schema")).containsExactly("o");
    }
  }

  @Test
  void twoConnectionsShareTheStoreAndTheLastOneClosesIt() throws Exception {
    Connection first = connect("?db=main");
    Connection second = connect("");
    Connection third = connect("?db=my+orders");
    Sql.run(first, "INSERT INTO t(a) VALUES(1)");
    assertThat(Sql.one(second, "SELECT count(*) FROM t")).isEqualTo("11");
    Sql.run(third, "CREATE TABLE o(a)");
    first.close();
    first.close();
    third.close();
    assertThat(Sql.one(second, "SELECT count(*) FROM t")).isEqualTo("11");
    assertThatThrownBy(() -> MapDbStore.open(path, Access.WRITE))
        .isInstanceOf(StoreException.Locked.class);
    second.close();
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      StoreShape.assertWellFormed(store.database("main"));
    }
    assertThat(Path.of(path + ".redo")).doesNotExist();
  }

  @Test
  void readingLeavesEveryByteAsItWas() throws Exception {
    byte[] before = Files.readAllBytes(path);
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(path, time);
    Files.setLastModifiedTime(dir, time);
    try (Connection connection = connect("?mode=ro")) {
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("10");
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
      assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM t"))
          .isInstanceOf(SQLException.class);
      try (Connection second = connect("?mode=ro&db=main")) {
        assertThat(Sql.one(second, "SELECT count(*) FROM t")).isEqualTo("10");
      }
    }
    assertThat(Arrays.equals(Files.readAllBytes(path), before)).isTrue();
    assertThat(Files.getLastModifiedTime(path)).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(dir)).isEqualTo(time);
  }

  /** Opening for writing would carry the log over into the store file. */
  @Test
  void readingLeavesAPendingLogAsItIs() throws Exception {
    Path copy = dir.resolve("copy.kv");
    Path log = dir.resolve("copy.kv.redo");
    try (Connection connection = connect("")) {
      MountTest.more(connection, 5, 1000);
      Files.copy(path, copy);
      Files.copy(Path.of(path + ".redo"), log);
    }
    byte[] before = Files.readAllBytes(copy);
    byte[] logBefore = Files.readAllBytes(log);
    try (Connection connection = DriverManager.getConnection("jdbc:kvsql:" + copy + "?mode=ro")) {
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("15");
    }
    assertThat(Arrays.equals(Files.readAllBytes(copy), before)).isTrue();
    assertThat(Arrays.equals(Files.readAllBytes(log), logBefore)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "?dbb=main, 'unknown parameter dbb=main; there are db=NAME, mode=rw|ro and cache=BYTES'",
    "?db, 'unknown parameter db; there are db=NAME, mode=rw|ro and cache=BYTES'",
    "?mode=wo, 'mode is rw or ro, not wo'",
    "?cache=-1, 'cache is a number of bytes, not -1'",
    "?cache=64M, 'cache is a number of bytes, not 64M'",
    "?db=main&x=1, 'unknown parameter x=1; there are db=NAME, mode=rw|ro and cache=BYTES'"
  })
  void anUnknownParameterIsRefused(String parameters, String message) {
    assertThatThrownBy(() -> connect(parameters))
        .isInstanceOf(SQLException.class)
        .hasMessage(message);
  }

  @Test
  void aMissingStoreOrDatabaseSaysSo() {
    Path none = dir.resolve("none.kv");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:kvsql:" + none))
        .isInstanceOf(SQLException.class)
        .hasMessage(none + ": no such file")
        .hasCauseInstanceOf(StoreException.Missing.class);
    assertThatThrownBy(() -> connect("?db=orders"))
        .isInstanceOf(SQLException.class)
        .hasMessageEndingWith("a.kv: no database orders; it has main, my orders")
        .hasCauseInstanceOf(StoreException.Missing.class);
    assertThat(none).doesNotExist();
    MapDbStore.open(path, Access.WRITE).close();
  }

  @Test
  void aLockedStoreSaysSo() throws Exception {
    try (MapDbStore store = MapDbStore.open(path, Access.WRITE)) {
      assertThat(store.databases()).hasSize(2);
      assertThatThrownBy(() -> connect(""))
          .isInstanceOf(SQLException.class)
          .hasCauseInstanceOf(StoreException.Locked.class);
    }
    connect("").close();
  }

  @Test
  void otherDriversUrlsAreTheirs() throws Exception {
    KvsqlDriver driver = new KvsqlDriver();
    assertThat(driver.acceptsURL("jdbc:sqlite:a.db")).isFalse();
    assertThat(driver.connect("jdbc:sqlite:a.db", new Properties())).isNull();
    assertThat(driver.getPropertyInfo("jdbc:kvsql:a.kv", new Properties()))
        .extracting(info -> info.name + "=" + info.value)
        .containsExactly("db=main", "mode=rw", "cache=67108864");
    assertThat(driver.jdbcCompliant()).isFalse();
  }

  @Test
  void aPathMayHaveSpacesPercentAndPlus() throws Exception {
    Path odd = dir.resolve("a +%20b.kv");
    MapDbStore.create(odd).close();
    try (MapDbStore store = MapDbStore.open(odd, Access.WRITE)) {
      store.createDatabase("main");
    }
    String url = "jdbc:kvsql:" + odd.toString().replace("%", "%25");
    try (Connection connection = DriverManager.getConnection(url)) {
      MountTest.fill(connection, 1, 1);
    }
    assertThat(dir.toFile().list()).containsExactlyInAnyOrder("a.kv", "a +%20b.kv");
  }

  @Test
  void anOrdinaryJdbcProgramWorks() throws Exception {
    try (Connection connection = connect("")) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t(id, a) VALUES(?, ?) RETURNING id")) {
        insert.setLong(1, 1000);
        insert.setBytes(2, new byte[5000]);
        try (ResultSet rows = insert.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getLong(1)).isEqualTo(1000);
        }
      }
      connection.rollback();
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("10");
      connection.commit();
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(a) VALUES(?)")) {
        for (int i = 0; i < 3; i++) {
          insert.setInt(1, i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
      }
      connection.commit();
      assertThat(connection.isValid(1)).isTrue();
      try (ResultSet tables = connection.getMetaData().getTables(null, null, "t", null)) {
        assertThat(tables.next()).isTrue();
      }
    }
    try (Connection connection = connect("")) {
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("13");
    }
  }
}
