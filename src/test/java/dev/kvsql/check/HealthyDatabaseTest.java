package dev.kvsql.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.KvDump;
import dev.kvsql.chunk.ReadOnlyChunkStore;
import dev.kvsql.inspect.RivetFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that nothing is wrong with has no finding, whatever SQLite allows it to look like. */
final class HealthyDatabaseTest {
  private static final String ROWS =
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
      INSERT INTO t SELECT i, printf('row %d ', i) || hex(zeroblob(i * 7 % 900)) FROM n\
      """;

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536})
  void everyPageSizeIsClean(int pageSize) throws Exception {
    Damage database =
        Damage.database(
            "PRAGMA page_size=" + pageSize,
            "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
            "CREATE INDEX t_body ON t(body)",
            ROWS,
            "DELETE FROM t WHERE id > 150");

    assertThat(database.number(36)).as("free pages").isPositive();
    assertThat(database.check().findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA auto_vacuum=FULL",
        "PRAGMA auto_vacuum=INCREMENTAL",
        "PRAGMA encoding='UTF-16le'",
        "PRAGMA encoding='UTF-16be'",
        "PRAGMA secure_delete=ON"
      })
  void everyKindOfDatabaseIsClean(String pragma) throws Exception {
    Damage database =
        Damage.database(
            pragma,
            "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
            "CREATE TABLE w(k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID",
            "CREATE VIEW v AS SELECT count(*) FROM t",
            "CREATE VIRTUAL TABLE f USING fts5(body)",
            ROWS,
            "INSERT INTO w SELECT 'key ' || id, randomblob(id) FROM t",
            "INSERT INTO f SELECT body FROM t WHERE id < 50",
            "DELETE FROM t WHERE id % 3 = 0 OR id > 200",
            "DELETE FROM w WHERE k > 'key 2'");

    assertThat(database.check().findings()).isEmpty();
  }

  @Test
  void aLastChunkThatIsHalfFullIsClean() throws Exception {
    Damage database = Damage.pages86Of1024();

    assertThat(database.number(28)).as("pages").isEqualTo(86);
    assertThat(database.check().findings()).isEmpty();
  }

  @Test
  void aDatabaseOfOnePageIsClean() throws Exception {
    assertThat(Damage.database("PRAGMA user_version=1").check().findings()).isEmpty();
  }

  @Test
  void aMainFileWithoutAByteIsAnEmptyDatabase() {
    assertThat(Damage.ofFile(new byte[0]).check().findings()).isEmpty();
  }

  @Test
  void aDatabaseWithoutAKeyIsClean() {
    assertThat(Damage.empty().check().findings()).isEmpty();
  }

  @Test
  void keysOfOtherProgramsAreNoFinding() throws Exception {
    Damage database = Damage.pages22().key("01", new byte[3]).key("07ffff", new byte[0]).key("09");

    assertThat(database.check().findings()).isEmpty();
  }

  @Test
  void aDatabaseInWalModeWithoutAWalIsClean(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("a.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE t(x)");
    }

    assertThat(Damage.ofFile(Files.readAllBytes(file)).check().findings()).isEmpty();
  }

  @Test
  void aDatabaseThatRivetMadeIsClean() throws Exception {
    RivetFixture fixture = new RivetFixture("vacuum-shrink-aligned");

    assertThat(DatabaseCheck.of("main", fixture.load(), Level.FULL).findings()).isEmpty();
  }

  @Test
  void aCheckDoesNotChangeTheStore() throws Exception {
    Damage database = Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y'");
    database.put(FileTag.MAIN, 100, new byte[5]);
    String before = dump(database);

    DatabaseCheck.of("main", new ReadOnlyChunkStore(database.store()), Level.FULL);

    assertThat(dump(database)).isEqualTo(before);
  }

  private static String dump(Damage database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KvDump.write(database.store().scan(KeyRange.ALL), out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}
