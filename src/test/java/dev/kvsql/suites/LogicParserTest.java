package dev.kvsql.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.suites.LogicRecord.Halt;
import dev.kvsql.suites.LogicRecord.HashThreshold;
import dev.kvsql.suites.LogicRecord.Outcome;
import dev.kvsql.suites.LogicRecord.Query;
import dev.kvsql.suites.LogicRecord.Skipped;
import dev.kvsql.suites.LogicRecord.Sort;
import dev.kvsql.suites.LogicRecord.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogicParserTest {
  private static List<LogicRecord> records(String script) {
    return new LogicParser("a.test", script.lines().toList()).script().records();
  }

  @Test
  void everyKindOfRecordIsRead() {
    assertThat(
            records(
                """
                # a comment
                hash-threshold 8

                statement ok
                CREATE TABLE t(
                  x)


                statement error
                SELECT y FROM t

                query IT rowsort label-1
                SELECT 1, 'a # b'
                ----
                1
                a # b

                query R
                SELECT 1.5 WHERE 0
                ----

                halt
                """))
        .containsExactly(
            new HashThreshold(2, 8),
            new Statement(4, "CREATE TABLE t(\n  x)", Outcome.OK),
            new Statement(9, "SELECT y FROM t", Outcome.ERROR),
            new Query(
                12,
                "SELECT 1, 'a # b'",
                "IT",
                Sort.ROWSORT,
                Optional.of("label-1"),
                List.of("1", "a # b")),
            new Query(18, "SELECT 1.5 WHERE 0", "R", Sort.NOSORT, Optional.empty(), List.of()),
            new Halt(22));
  }

  @Test
  void aRecordIsSkippedThatIsNotForSqlite() {
    assertThat(
            records(
                """
                onlyif mssql # has no IF EXISTS
                halt

                skipif sqlite
                halt

                skipif mysql
                # not compatible
                onlyif sqlite
                halt

                onlyif sqlite
                skipif sqlite
                halt
                """))
        .containsExactly(
            new Skipped(new Halt(2)),
            new Skipped(new Halt(5)),
            new Halt(10),
            new Skipped(new Halt(14)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          include other.test       | a.test:2: expected a record, found: include other.test
          statement maybe          | a.test:2: expected statement ok or statement error, found: statement maybe
          statement ok             | a.test:2: expected SQL below, found: statement ok
          query                    | a.test:2: expected a T, I or R for each column, found: query
          query X                  | a.test:2: expected a T, I or R for each column, found: query X
          query I upsidedown       | a.test:2: expected nosort, rowsort or valuesort, found: query I upsidedown
          query I nosort;SELECT 1  | a.test:2: expected results below, found: query I nosort
          hash-threshold eight     | a.test:2: expected a number of values, found: hash-threshold eight
          onlyif                   | a.test:2: expected the name of an engine, found: onlyif
          onlyif sqlite            | a.test:2: expected a record below, found: onlyif sqlite
          onlyif mysql;connection x| a.test:3: expected a record, found: connection x
          """)
  void whatIsNotUnderstoodIsRefused(String lines, String message) {
    assertThatThrownBy(() -> records("\n" + lines.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
