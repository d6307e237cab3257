package dev.kvsql.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.format.ByteSource;
import dev.kvsql.format.DatabaseHeader;
import dev.kvsql.format.HeaderResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tables and indexes take is what SQLite's own dbstat says. */
final class DatabaseSpaceTest {
  private static final String TREES =
      """
      SELECT name || ': ' || sum(pagetype = 'leaf') || ' leaf, '
        || sum(pagetype = 'internal') || ' interior, ' || sum(pagetype = 'overflow') || ' overflow, '
        || 'depth ' || max(iif(pagetype = 'overflow', 0, length(path) - length(replace(path, '/', ''))))
        || ', ' || sum(unused) || ' unused'
      FROM dbstat GROUP BY name ORDER BY name\
      """;

  private static final String[] CONTENT = {
    "CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)",
    "CREATE TABLE w(k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID",
    "CREATE TABLE u(name TEXT UNIQUE, x)",
    "CREATE INDEX \"an index\" ON t(body)",
    "CREATE TABLE small(x)",
    "INSERT INTO small VALUES(1)",
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
    INSERT INTO t SELECT i, zeroblob(i % 97) || iif(i % 50 = 0, randomblob(i * 20), '') FROM n\
    """,
    "INSERT INTO w SELECT id || 'key', body FROM t",
    "INSERT INTO u SELECT hex(id), id FROM t",
    "DELETE FROM t WHERE id % 7 < 3",
    "DELETE FROM w WHERE k LIKE '2%'"
  };

  @TempDir private Path dir = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "512, NONE",
    "1024, FULL",
    "4096, NONE",
    "4096, INCREMENTAL",
    "16384, NONE",
    "65536, FULL"
  })
  void everyTreeIsAsDbstatSays(int pageSize, String autoVacuum) throws Exception {
    List<String> sql =
        new ArrayList<>(
            List.of("PRAGMA page_size=" + pageSize, "PRAGMA auto_vacuum=" + autoVacuum));
    sql.addAll(List.of(CONTENT));

    try (Connection connection = database(sql)) {
      DatabaseSpace space = space();
      assertThat(space.tables().stream().map(DatabaseSpaceTest::line).sorted().toList())
          .isEqualTo(rows(connection, TREES).toList());
      assertThat(owners(space).toList())
          .isEqualTo(
              rows(connection, "SELECT pageno || ' ' || name FROM dbstat ORDER BY pageno")
                  .toList());
      assertThat(tree(space, "t").entries()).isEqualTo(count(connection, "t"));
      assertThat(tree(space, "w").entries()).isEqualTo(count(connection, "w"));
      assertThat(tree(space, "an index").entries()).isEqualTo(count(connection, "t"));
    }
  }

  @Test
  void everyTreeIsWhatItIsAndTheLargestComesFirst() throws Exception {
    try (Connection _ = database(List.of(CONTENT))) {
      assertThat(
              space().tables().stream()
                  .map(tree -> tree.kind() + " " + tree.name() + " " + tree.table()))
          .containsExactly(
              "WITHOUT_ROWID w w",
              "INDEX an index t",
              "TABLE t t",
              "TABLE u u",
              "AUTOINDEX sqlite_autoindex_u_1 u",
              "SCHEMA sqlite_schema sqlite_schema",
              "TABLE small small");
    }
  }

  @Test
  void aTreeWhoseRootIsNoPageTakesNothing() throws Exception {
    try (Connection connection = database(List.of("CREATE TABLE t(x)", "CREATE TABLE s(x)"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA writable_schema=ON");
      statement.execute("UPDATE sqlite_schema SET rootpage = 99 WHERE name = 's'");
    }
    TableSpace lost = tree(space(), "s");

    assertThat(lost)
        .isEqualTo(new TableSpace(TableSpace.Kind.TABLE, "s", "s", 99, 0, 0, 0, 0, 0, 0, 4096));
    assertThat(lost.fill()).isZero();
  }

  @Test
  void aTreeWhoseNameCannotBeReadHasNone() throws Exception {
    try (Connection connection = database(List.of("CREATE TABLE t(x)"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA writable_schema=ON");
      statement.execute("UPDATE sqlite_schema SET name = CAST(x'ff' AS TEXT)");
    }

    assertThat(space().tables())
        .contains(new TableSpace(TableSpace.Kind.UNNAMED, "", "", 2, 0, 1, 0, 0, 1, 4088, 4096));
  }

  private Connection database(List<String> sql) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
    try (Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
    return connection;
  }

  private Path file() {
    return dir.resolve("a.db");
  }

  private DatabaseSpace space() throws Exception {
    byte[] bytes = Files.readAllBytes(file());
    return switch (DatabaseHeader.parse(bytes)) {
      case HeaderResult.Valid(DatabaseHeader header) ->
          DatabaseSpace.of(header, ByteSource.of(bytes));
      case HeaderResult.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static TableSpace tree(DatabaseSpace space, String name) {
    return space.tables().stream()
        .filter(tree -> tree.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String line(TableSpace tree) {
    return "%s: %d leaf, %d interior, %d overflow, depth %d, %d unused"
        .formatted(
            tree.name(),
            tree.leafPages(),
            tree.interiorPages(),
            tree.overflowPages(),
            tree.depth(),
            tree.unusedBytes());
  }

  private static Stream<String> owners(DatabaseSpace space) {
    return Stream.iterate(1L, page -> page + 1)
        .limit(space.census().pageCount())
        .filter(page -> space.ownerOf(page) != PageOwners.NONE)
        .map(page -> page + " " + space.tree(space.ownerOf(page)).name());
  }

  private static long count(Connection connection, String table) throws SQLException {
    return Long.parseLong(
        rows(connection, "SELECT count(*) FROM " + table).findFirst().orElseThrow());
  }

  private static Stream<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows.stream();
  }
}
