package dev.kvsql.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A runner that passed whatever SQLite says would prove nothing. */
final class LogicRunnerTest {
  private static final String ROWS = "SELECT * FROM (VALUES (10, 2), (9, 30))\n----\n";

  /** {@code printf '1\n2\n3\n4\n5\n6\n7\n8\n9\n' | md5sum}. */
  private static final String MD5_OF_1_TO_9 = "22e400a2ddbb013acf2a5852d6ab69fc";

  private static final String NINE =
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
      SELECT i FROM n ORDER BY 1
      ----
      """;

  private static LogicTally run(String script) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return LogicRunner.run(
          connection, new LogicParser("a.test", script.lines().toList()).script());
    }
  }

  private static String failure(String script) throws SQLException {
    List<LogicFailure> failures = run(script).failures();
    assertThat(failures).hasSize(1);
    return failures.getFirst().toString();
  }

  @Test
  void aWrongExpectationFailsAtItsLineAndTheOthersAreCounted() throws SQLException {
    LogicTally tally =
        run(
            """
            statement ok
            CREATE TABLE t(x INTEGER)

            statement ok
            INSERT INTO t VALUES (1), (2)

            onlyif mysql
            query I
            SELECT x DIV 2 FROM t
            ----
            1

            # wrong
            query I nosort
            SELECT x
            FROM t
            ----
            1
            3

            query I nosort
            SELECT max(x) FROM t
            ----
            2
            """);
    assertThat(tally).hasToString("1 files, 5 records: 3 passed, 1 skipped, 1 failed");
    assertThat(tally.failures().getFirst())
        .hasToString("a.test:14: SELECT x\nFROM t\n  expected: 1 | 3\n  found: 1 | 2");
  }

  @Test
  void aStatementMustEndAsItsScriptSays() throws SQLException {
    assertThat(failure("statement error\nSELECT 1"))
        .isEqualTo("a.test:1: SELECT 1\n  expected: error\n  found: ok");
    assertThat(failure("\nstatement ok\nSELECT x"))
        .startsWith("a.test:2: SELECT x\n  expected: ok\n  found: error: [SQLITE_ERROR]")
        .endsWith("(no such column: x)");
    assertThat(run("statement error\nSELECT x").passed()).isEqualTo(1);
  }

  @Test
  void everyStatementOfARecordRuns() throws SQLException {
    assertThat(failure("statement ok\nCREATE TABLE t(x);\nDROP TABLE u"))
        .endsWith("(no such table: u)");
  }

  @Test
  void aQueryThatFailsHasNoResult() throws SQLException {
    assertThat(failure("query I\nSELECT x\n----\n")).contains("expected: \n", "no such column: x");
    assertThat(failure("query II\nSELECT 1\n----\n1"))
        .endsWith("found: error: 1 columns for the types II");
  }

  @Test
  void anErrorOfAFunctionEndsTheResult() throws SQLException {
    String overflow =
        "query I\nSELECT sum(x) FROM (SELECT 1 << 63 AS x UNION ALL SELECT -1)\n----\n";
    assertThat(run(overflow).passed()).isEqualTo(1);
    assertThat(failure(overflow + "1")).endsWith("expected: 1\n  found: ");
  }

  @Test
  void resultsAreSortedAsTexts() throws SQLException {
    assertThat(run("query II nosort\n" + ROWS + "10\n2\n9\n30").passed()).isEqualTo(1);
    assertThat(run("query II rowsort\n" + ROWS + "10\n2\n9\n30").passed()).isEqualTo(1);
    assertThat(run("query II valuesort\n" + ROWS + "10\n2\n30\n9").passed()).isEqualTo(1);
    assertThat(failure("query II nosort\n" + ROWS + "9\n30\n10\n2"))
        .endsWith("expected: 9 | 30 | 10 | 2\n  found: 10 | 2 | 9 | 30");
  }

  @Test
  void moreThanEightValuesAreHashedUnlessTheScriptSaysOtherwise() throws SQLException {
    String hash = "9 values hashing to " + MD5_OF_1_TO_9;
    String values = "1\n2\n3\n4\n5\n6\n7\n8\n9";
    assertThat(run("query I\n" + NINE + hash).passed()).isEqualTo(1);
    assertThat(failure("query I\n" + NINE + values)).endsWith("found: " + hash);
    assertThat(run("hash-threshold 0\n\nquery I\n" + NINE + values).passed()).isEqualTo(1);
    assertThat(run("hash-threshold 9\n\nquery I\n" + NINE + values).passed()).isEqualTo(1);
    assertThat(failure("query I\n" + NINE + hash.replace('2', '3')))
        .startsWith("a.test:1: ")
        .endsWith("found: " + hash);
  }

  @Test
  void queriesWithTheSameLabelFindTheSame() throws SQLException {
    assertThat(
            failure(
                """
                query I nosort same
                SELECT 1
                ----
                1

                query I nosort other
                SELECT 3
                ----
                3

                query I nosort same
                SELECT 2
                ----
                2
                """))
        .isEqualTo("a.test:11: SELECT 2\n  expected: 1\n  found: 2");
  }

  @Test
  void nothingRunsPastAHalt() throws SQLException {
    assertThat(run("statement ok\nSELECT 1\n\nhalt\n\nstatement ok\nSELECT x"))
        .hasToString("1 files, 1 records: 1 passed, 0 skipped, 0 failed");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          I, NULL, NULL
          T, NULL, NULL
          T, '''''', (empty)
          T, 'char(9) || ''a~é''', @a~@@
          T, 1.5, 1.5
          I, 1 << 40, 1099511627776
          I, 2.9, 2
          R, 2, 2.000
          R, 1.0 / 3, 0.333
          R, -1e-9, -0.000
          R, 18446744073709551616.0, 18446744073709550000.000
          """)
  void valuesAreWrittenAsTheirTypesSay(String type, String sql, String expected)
      throws SQLException {
    LogicTally tally = run("query " + type + "\nSELECT " + sql + "\n----\n" + expected);
    assertThat(tally.failures()).isEmpty();
  }
}
