package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.inspect.RivetFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements through {@code kvsql sql}. */
final class SqlCommandTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() {
    store = Stores.small(dir.resolve("app.kv"));
  }

  @Test
  void rowsArePrintedInTheModeAskedFor() {
    assertThat(rows("csv")).isEqualTo("id,name\n1,one\n3,\n");
    assertThat(rows("json"))
        .isEqualTo("[{\"id\":1,\"name\":\"one\"},\n{\"id\":3,\"name\":null}]\n");
    assertThat(rows("jsonl")).isEqualTo("{\"id\":1,\"name\":\"one\"}\n{\"id\":3,\"name\":null}\n");
    assertThat(rows("LINE")).isEqualTo("  id = 1\nname = one\n\n  id = 3\nname = NULL\n");
    assertThat(rows("markdown"))
        .isEqualTo("| id | name |\n|---:|------|\n|  1 | one  |\n|  3 | NULL |\n");
    assertThat(rows("box")).startsWith("┌────┬──────┐\n│ id │ name │\n").hasLineCount(6);
  }

  private String rows(String mode) {
    return Cli.clean("sql", store, "--mode", mode, "SELECT * FROM t WHERE id <> 2")
        .replace("\r", "");
  }

  @Test
  void aTableIsPrintedUnlessAskedOtherwise() {
    assertThat(Cli.clean("sql", store, "SELECT * FROM t WHERE id <> 2"))
        .isEqualTo(
            """
            +----+------+
            | id | name |
            +----+------+
            |  1 | one  |
            |  3 | NULL |
            +----+------+
            """);
  }

  @Test
  void operandsAreStatementsAndMayHoldSeveral() {
    String out =
        Cli.clean(
            "sql",
            store,
            "--mode",
            "csv",
            "SELECT 1; SELECT 2;",
            "SELECT 3 AS three -- a comment",
            "SELECT 4");

    assertThat(out.replace("\r", "")).isEqualTo("1\n1\n2\n2\nthree\n3\n4\n4\n");
  }

  /** SQLite gives back a page a step of this statement, which has no columns to step for. */
  @Test
  void anIncrementalVacuumGivesBackAsManyPagesAsAsked() {
    String out =
        Cli.clean(
            "sql",
            store,
            "--mode",
            "jsonl",
            "PRAGMA auto_vacuum=INCREMENTAL; VACUUM; CREATE TABLE b(x)",
            "INSERT INTO b VALUES(zeroblob(100000)); DELETE FROM b; PRAGMA freelist_count",
            "/* ten of them */ pragma Main.Incremental_Vacuum(10); PRAGMA freelist_count",
            "PRAGMA incremental_vacuum; PRAGMA freelist_count",
            "SELECT 'PRAGMA incremental_vacuum' AS told");

    assertThat(out.replace("\r", ""))
        .isEqualTo(
            """
            {"freelist_count":24}
            {"freelist_count":14}
            {"freelist_count":0}
            {"told":"PRAGMA incremental_vacuum"}
            """);
  }

  @Test
  void statementsComeFromStdinWithoutOperands() {
    Cli run =
        Cli.runWithInput(
            """
            -- Two statements, the last without its semicolon
            INSERT INTO t VALUES(4,
              'four;');
            SELECT name FROM t WHERE id = 4\
            """,
            "sql",
            store,
            "--mode",
            "csv");

    assertThat(run.err()).isEmpty();
    assertThat(run.out().replace("\r", "")).isEqualTo("name\nfour;\n");
    assertThat(run.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n ", "-- nothing\n", ";;;\n;", "/* nothing */"})
  void stdinWithoutAStatementIsFine(String input) {
    assertThat(Cli.runWithInput(input, "sql", store)).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void anErrorSaysWhichStatementAndStopsThere() {
    Cli run =
        Cli.runWithInput(
            """
            INSERT INTO t VALUES(4, 'four');

            SELECT
              nope FROM t;
            INSERT INTO t VALUES(5, 'five');
            """,
            "sql",
            store);

    run.assertRefused(1, "kvsql sql: statement 2 (line 3): no such column: nope (SQLITE_ERROR)");
    assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT max(id) FROM t"))
        .isEqualToNormalizingNewlines("max(id)\n4\n");
  }

  @Test
  void anErrorInsideATransactionTakesItBack() {
    Cli run =
        Cli.run("sql", store, "BEGIN; DELETE FROM t; INSERT INTO t VALUES(1, 1), (1, 1); COMMIT");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("statement 3");
    assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT count(*) FROM t"))
        .isEqualToNormalizingNewlines("count(*)\n3\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES(9, 'nine')",
        "DROP TABLE t",
        "CREATE TABLE u(x)",
        "VACUUM",
        "PRAGMA user_version=7"
      })
  void readingOnlyRefusesToWrite(String sql) throws Exception {
    Snapshot before = Snapshot.of(dir);

    Cli run = Cli.run("sql", store, "--read-only", sql);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("statement 1 (line 1): ");
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void whatARowHoldsDoesNotSpillOverLines() {
    assertThat(
            Cli.clean("sql", store, "--mode", "jsonl", "SELECT 'a' || char(10, 27, 0) || 'b' AS x"))
        .hasLineCount(1)
        .doesNotContain("\u001b");
  }

  @Test
  void aDatabaseIsChosenByItsName() {
    Cli.clean("create", store, "--db", "second");
    Cli.clean("sql", store, "--db", "second", "CREATE TABLE only_here(x)");

    assertThat(
            Cli.clean(
                "sql", store, "-d", "second", "--mode", "csv", "SELECT name FROM sqlite_schema"))
        .isEqualToNormalizingNewlines("name\nonly_here\n");
    assertThat(
            Cli.clean(
                "sql", store, "-d", "main", "--mode", "csv", "SELECT name FROM sqlite_schema"))
        .isEqualToNormalizingNewlines("name\nt\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "TRUNCATE", "PERSIST", "MEMORY", "OFF"})
  void everyJournalModeCommits(String mode) {
    Cli.clean(
        "sql",
        store,
        "PRAGMA journal_mode="
            + mode
            + "; BEGIN; INSERT INTO t VALUES(10, 'x'); COMMIT;"
            + " BEGIN; DELETE FROM t WHERE id < 3; ROLLBACK");

    if (!mode.equals("OFF")) { // Without a journal SQLite cannot roll back.
      assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT count(*) FROM t"))
          .isEqualToNormalizingNewlines("count(*)\n4\n");
    }
    assertThat(Cli.run("check", store).exit()).isZero();
  }

  @Test
  void aDatabaseThatSqliteWouldTakeForANewOneIsNotOpened() throws Exception {
    Path orphaned = Stores.of(dir.resolve("b.kv"), new RivetFixture("basic-rows"));
    Stores.change(orphaned, WriteBatch.builder().delete(StoreKey.meta(FileTag.MAIN)));
    Snapshot before = Snapshot.of(dir);

    Cli run = Cli.run("sql", orphaned, "CREATE TABLE t(x)");

    run.assertRefused(
        1,
        "kvsql sql: main has chunks but no size; mounting it would write over them;"
            + " kvsql check tells more");
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }
}
