package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.mapdb.Access;
import dev.kvsql.chunk.mapdb.MapDbStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases by name, on connections that have another one open already. */
final class AttachTest {
  @TempDir Path dir;

  private Path first;
  private Path second;

  @BeforeEach
  void makeStores() {
    first = dir.resolve("first.kv");
    second = dir.resolve("second.kv");
    for (Path path : new Path[] {first, second}) {
      try (MapDbStore store = MapDbStore.create(path)) {
        store.createDatabase("main");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "wal", "a-journal", "50%", "x/y", "größe", "main-mj0123456789"})
  void aDatabaseOfTheSameStoreIsAFileInIt(String name) throws Exception {
    try (Connection connection = Mount.open(first, "main")) {
      Sql.run(connection, "ATTACH '" + first + "/" + name + "' AS o", "CREATE TABLE o.t(a)");
      Sql.run(connection, "INSERT INTO o.t VALUES(7)", "PRAGMA o.journal_mode=WAL");
      Sql.run(connection, "INSERT INTO o.t VALUES(8)", "CREATE TABLE u AS SELECT * FROM o.t");
      assertThat(Sql.one(connection, "SELECT sum(a) FROM u")).isEqualTo("15");
    }
    try (MapDbStore store = MapDbStore.open(first, Access.READ)) {
      assertThat(store.databases()).containsExactlyInAnyOrder("main", name);
    }
    try (Connection connection = Mount.open(first, name)) {
      assertThat(Sql.one(connection, "SELECT sum(a) FROM t")).isEqualTo("15");
    }
  }

  @Test
  void anotherStoreIsOpenForAsLongAsItIsAttached() throws Exception {
    try (Connection connection = Mount.open(first, "main")) {
      Sql.run(connection, "ATTACH '" + second + "' AS s", "CREATE TABLE s.t AS SELECT 7 AS a");
      assertThatThrownBy(() -> MapDbStore.open(second, Access.WRITE)).hasMessageContaining("open");
      Sql.run(connection, "DETACH s");
      try (MapDbStore store = MapDbStore.open(second, Access.WRITE)) {
        assertThat(store.databases()).containsExactly("main");
      }
      Sql.run(connection, "ATTACH '" + second + "/main' AS s");
      assertThat(Sql.one(connection, "SELECT a FROM s.t")).isEqualTo("7");
    }
    MapDbStore.open(second, Access.WRITE).close();
    MapDbStore.open(first, Access.WRITE).close();
  }

  @Test
  void theStoreStaysOpenForWhoAttachedItWhenItsOtherConnectionsClose() throws Exception {
    Connection owner = Mount.open(second, "main");
    Sql.run(owner, "CREATE TABLE t AS SELECT 7 AS a");
    try (Connection connection = Mount.open(first, "main")) {
      Sql.run(connection, "ATTACH '" + second + "' AS s");
      owner.close();
      Sql.run(connection, "INSERT INTO s.t VALUES(8)");
      assertThat(Sql.one(connection, "SELECT sum(a) FROM s.t")).isEqualTo("15");
    }
    MapDbStore.open(second, Access.WRITE).close();
  }

  @Test
  void aSqliteFileCanBeAttachedAndBeWrittenByItself() throws Exception {
    Path plain = dir.resolve("plain.db");
    try (Connection connection = Mount.open(first, "main")) {
      Sql.run(connection, "CREATE TABLE t AS SELECT 1 AS a", "ATTACH '" + plain + "' AS p");
      Sql.run(connection, "CREATE TABLE p.t AS SELECT 2 AS a");
      assertThat(Sql.all(connection, "SELECT a FROM t UNION SELECT a FROM p.t ORDER BY a"))
          .containsExactly("1", "2");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + plain)) {
      assertThat(Sql.one(connection, "SELECT a FROM t")).isEqualTo("2");
    }
  }

  /** Nobody could tell later whether the transaction was committed. */
  @Test
  void aTransactionOverAStoreAndAFileIsRefusedWhole() throws Exception {
    Path plain = dir.resolve("plain.db");
    try (Connection connection = Mount.open(first, "main")) {
      Sql.run(connection, "PRAGMA journal_mode=DELETE", "ATTACH '" + plain + "' AS p");
      Sql.run(connection, "CREATE TABLE t(a)", "CREATE TABLE p.t(a)");
      Sql.run(connection, "BEGIN", "INSERT INTO t VALUES(1)", "INSERT INTO p.t VALUES(1)");
      assertThatThrownBy(() -> Sql.run(connection, "COMMIT"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cannot be atomic: commit them one after the other");
      if (!connection.getAutoCommit()) {
        Sql.run(connection, "ROLLBACK");
      }
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("0");
      assertThat(Sql.one(connection, "SELECT count(*) FROM p.t")).isEqualTo("0");
    }
    try (var left = Files.list(dir)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .as("no super-journal is left")
          .noneMatch(name -> name.contains("-mj"));
    }
  }

  @Test
  void aStoreThatIsOpenElsewhereIsNotAttachedAndSaysWhy() throws Exception {
    try (MapDbStore _ = MapDbStore.open(second, Access.WRITE);
        Connection connection = Mount.open(first, "main")) {
      assertThatThrownBy(() -> Sql.run(connection, "ATTACH '" + second + "' AS s"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(second.toRealPath() + ": open in this program already");
    }
  }

  @Test
  void aReadOnlyConnectionAttachesForReading() throws Exception {
    try (Connection connection = Mount.open(second, "main")) {
      Sql.run(connection, "CREATE TABLE t AS SELECT 7 AS a");
    }
    try (Connection connection =
        Mount.open(first, "main", MountOptions.of(MountOptions.Use.READ_ONLY))) {
      Sql.run(connection, "ATTACH '" + second + "' AS s");
      assertThat(Sql.one(connection, "SELECT a FROM s.t")).isEqualTo("7");
      assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM s.t"))
          .hasMessageContaining("SQLITE_READONLY");
      assertThatThrownBy(() -> Sql.run(connection, "ATTACH '" + second + "/new' AS n"))
          .hasMessageContaining("unable to open");
    }
    try (MapDbStore store = MapDbStore.open(second, Access.READ)) {
      assertThat(store.databases()).containsExactly("main");
    }
  }

  @Test
  void vacuumIntoGoesBothWays() throws Exception {
    Path plain = dir.resolve("copy.db");
    try (Connection connection = Mount.open(first, "main")) {
      Sql.run(connection, "CREATE TABLE t AS SELECT 7 AS a", "VACUUM INTO '" + plain + "'");
      Sql.run(connection, "VACUUM INTO '" + first + "/copy'");
      Sql.run(connection, "VACUUM INTO '" + second + "'");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + plain)) {
      assertThat(Sql.one(connection, "SELECT a FROM t")).isEqualTo("7");
      Sql.run(connection, "UPDATE t SET a = 9");
      Sql.run(connection, "VACUUM INTO 'file:" + first + "/back?vfs=kvsql'");
    }
    for (var expected :
        Map.of(first + "/copy", "7", second + "/main", "7", first + "/back", "9").entrySet()) {
      int slash = expected.getKey().lastIndexOf('/');
      Path store = Path.of(expected.getKey().substring(0, slash));
      try (Connection connection = Mount.open(store, expected.getKey().substring(slash + 1))) {
        assertThat(Sql.one(connection, "SELECT a FROM t")).isEqualTo(expected.getValue());
        assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
      }
    }
  }

  @Test
  void theBackupApiGoesBothWays() throws Exception {
    Path plain = dir.resolve("backup.db");
    try (Connection connection = Mount.open(first, "main")) {
      Sql.run(connection, "CREATE TABLE t(a)");
      Sql.run(
          connection,
          "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 500)"
              + " INSERT INTO t SELECT zeroblob(700) FROM n");
      Sql.update(connection, "backup to '" + plain + "'");
      Sql.run(connection, "DELETE FROM t");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + plain)) {
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("500");
    }
    try (Connection connection = Mount.open(first, "main")) {
      Sql.update(connection, "restore from '" + plain + "'");
      assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("500");
      assertThat(Sql.all(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
  }
}
