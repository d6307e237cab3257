package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.file.StoreShape;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are no mount's go to SQLite's own VFS. */
final class DefaultVfsTest {
  @TempDir Path dir;
  private final MemoryChunkStore store = new MemoryChunkStore();
  private final Mount mount;
  private final Connection connection;

  DefaultVfsTest() throws SQLException {
    mount = Mount.of(store, MountOptions.defaults());
    connection = mount.connect();
  }

  @BeforeEach
  void fill() throws SQLException {
    MountTest.fill(connection, 30, 500);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    mount.close();
    StoreShape.assertWellFormed(store);
  }

  @Test
  void anAttachedFileIsAFile() throws Exception {
    Path file = dir.resolve("plain.db");
    Sql.run(
        connection,
        "ATTACH '" + file + "' AS plain",
        "CREATE TABLE plain.copy AS SELECT * FROM t",
        "BEGIN",
        "UPDATE plain.copy SET a = 1",
        "DELETE FROM t WHERE id <= 10",
        "COMMIT",
        "DETACH plain");
    try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(Sql.one(plain, "SELECT sum(a) FROM copy")).isEqualTo("30");
      assertThat(Sql.all(plain, "PRAGMA integrity_check")).containsExactly("ok");
    }
    assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("20");
    assertThat(dir).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void vacuumIntoMakesAFileThatPlainSqliteOpens() throws Exception {
    Path file = dir.resolve("out.db");
    Sql.run(connection, "VACUUM INTO '" + file + "'");
    try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(Sql.one(plain, "SELECT sum(length(a)) FROM t")).isEqualTo("15000");
      assertThat(Sql.all(plain, "PRAGMA integrity_check")).containsExactly("ok");
    }
  }

  @Test
  void plainConnectionsAreNotAffected() throws Exception {
    Path file = dir.resolve("other.db");
    try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(Sql.one(plain, "PRAGMA journal_mode=WAL")).isEqualTo("wal");
      MountTest.fill(plain, 100, 1000);
      assertThat(Sql.one(plain, "SELECT count(*) FROM t")).isEqualTo("100");
    }
    assertThat(file).exists();
  }

  /** A file name that only looks like a mount's must not reach the disk nor anything else. */
  @Test
  void aMountThatIsNotThereCannotBeOpened() {
    assertThatThrownBy(() -> Sql.run(connection, "ATTACH '/kvsql-mount/0' AS x"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> Sql.run(connection, "ATTACH '/kvsql-mount/nothing' AS x"))
        .isInstanceOf(SQLException.class);
    assertThat(Path.of("/kvsql-mount")).doesNotExist();
  }

  @Test
  void aMountCanBeAttachedToAnother() throws Exception {
    MemoryChunkStore second = new MemoryChunkStore();
    try (Mount other = Mount.of(second, MountOptions.defaults())) {
      String name;
      try (Connection its = other.connect()) {
        MountTest.fill(its, 5, 10);
        name = Sql.all(its, "SELECT file FROM pragma_database_list").getFirst();
      }
      Sql.run(connection, "ATTACH '" + name + "' AS other");
      Sql.run(connection, "BEGIN", "INSERT INTO other.t SELECT id + 100, a FROM t");
      Sql.run(connection, "DELETE FROM t", "COMMIT", "DETACH other");
    }
    StoreShape.assertWellFormed(second);
    MountTest.assertCount(second, 35);
    assertThat(Sql.one(connection, "SELECT count(*) FROM t")).isEqualTo("0");
  }
}
