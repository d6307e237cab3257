package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.sqlite.StatementSplitter.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementSplitterTest {

  private final StatementSplitter splitter = new StatementSplitter();

  @Test
  void aStatementIsThereAsSoonAsItsSemicolonIs() {
    splitter.feed("SELECT 1");
    assertThat(splitter.next()).isEmpty();

    splitter.feed(";");
    assertThat(splitter.next()).contains(new Statement(1, 1, "SELECT 1;"));
    assertThat(splitter.next()).isEmpty();
  }

  @Test
  void severalStatementsOfOnePieceComeInOrder() {
    splitter.feed("SELECT 1; SELECT 2;SELECT 3");

    assertThat(drain())
        .containsExactly(new Statement(1, 1, "SELECT 1;"), new Statement(2, 1, "SELECT 2;"));
  }

  @Test
  void theRestIsTheLastStatementWithoutSemicolon() {
    splitter.feed("SELECT 1; SELECT 2\n");

    assertThat(splitter.rest()).contains(new Statement(2, 1, "SELECT 2"));
    assertThat(splitter.rest()).isEmpty();
    assertThat(splitter.next()).contains(new Statement(1, 1, "SELECT 1;"));
  }

  @Test
  void theRestDropsACommentBehindTheLastToken() {
    splitter.feed("SELECT 2 -- two\n /* done */ /* or");

    assertThat(splitter.rest()).contains(new Statement(1, 1, "SELECT 2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 'a;b\n", "SELECT \"x", "SELECT [x", "SELECT 1 -", "SELECT 4 /"})
  void theRestEndsInsideAnUnfinishedToken(String sql) {
    splitter.feed(sql);

    assertThat(splitter.rest()).contains(new Statement(1, 1, sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \t\r\n\f", "-- note", "/* note ; ", "/* a */ -- b\n", ";;\n;", "\uFEFF"})
  void blanksCommentsAndLoneSemicolonsAreNoStatement(String sql) {
    splitter.feed(sql);

    assertThat(splitter.next()).isEmpty();
    assertThat(splitter.rest()).isEmpty();
  }

  @Test
  void emptyStatementsAreNotNumbered() {
    splitter.feed(";; SELECT 1;; -- none;\n; SELECT 2;");

    assertThat(drain())
        .containsExactly(new Statement(1, 1, "SELECT 1;"), new Statement(2, 2, "SELECT 2;"));
  }

  @Test
  void theLineIsThatOfTheFirstToken() {
    splitter.feed("-- note\n/* and\nanother */\n  SELECT\n 1\n; SELECT '\n'; SELECT 3;");

    assertThat(drain())
        .containsExactly(
            new Statement(1, 4, "SELECT\n 1\n;"),
            new Statement(2, 6, "SELECT '\n';"),
            new Statement(3, 7, "SELECT 3;"));
  }

  @Test
  void aLineThatStartsWithAMinusIsItsStatementsFirstLine() {
    splitter.feed("\n-\n1;");

    assertThat(drain()).containsExactly(new Statement(1, 2, "-\n1;"));
  }

  @Test
  void linesGoOnAcrossTheRest() {
    splitter.feed("SELECT 1\n");
    splitter.rest();
    splitter.feed("SELECT 2;");

    assertThat(drain()).containsExactly(new Statement(2, 2, "SELECT 2;"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a;b';",
        "SELECT 'it''s; here';",
        "SELECT '';",
        "SELECT '\";', \"';\";",
        "SELECT 1 AS \"a\"\";b\";",
        "SELECT 1 AS `a;b`;",
        "SELECT 1 AS [a;'b];",
        "SELECT 1 -- one; two\n;",
        "SELECT 1 /* one; two */;",
        "SELECT 1 /* a * b ** / ; */;",
        "SELECT 1 /*/ ; */;",
        "SELECT 1 /* a//b ; */;",
        "SELECT 1 /* ; **/;",
        "SELECT 1 /* -- ; */;",
        "SELECT 1 --/* ;\n;",
        "SELECT 4 - -1 / 2;",
        "SELECT '-- no comment;';",
        "SELECT x'3b';",
        "SELECT ';é😀;';"
      })
  void aSemicolonInsideAnotherTokenOrACommentEndsNothing(String sql) {
    assertIsOneStatement(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END;",
        "create temp trigger t after insert on a begin select 1; end;",
        "CREATE TEMPORARY TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END ;",
        "EXPLAIN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;",
        "EXPLAIN QUERY PLAN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;",
        "CREATE/**/TEMP--x\nTRIGGER t AFTER INSERT ON a BEGIN SELECT 1;/*;*/END--;\n;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 3; END;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;; END;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; ENDED; END;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; 'END'; END;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END x; END;",
        "\uFEFFCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;"
      })
  void aTriggerEndsOnlyBehindSemicolonEndSemicolon(String sql) {
    assertIsOneStatement(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE trigger_log(a);",
        "CREATE VIEW v AS SELECT 1 AS trigger;",
        "CREATE TRIGGERS;",
        "DROP TRIGGER t;",
        "SELECT create, trigger;",
        "EXPLAIN SELECT 1;",
        "CREATE temporarytrigger TRIGGER;",
        "BEGIN;",
        "END;",
        "CREATE TRıGGER;"
      })
  void otherStatementsEndAtTheirFirstSemicolon(String sql) {
    splitter.feed(sql + " SELECT 2;");

    assertThat(drain()).containsExactly(new Statement(1, 1, sql), new Statement(2, 1, "SELECT 2;"));
  }

  @Test
  void whereThePiecesAreCutMakesNoDifference() {
    String sql =
        """
        -- a note; with semicolon
        CREATE TEMP TRIGGER t AFTER INSERT ON "a;b" BEGIN
          SELECT 'it''s'; /* * / */ SELECT 4-2/1;
        END; SELECT 'x' -- y;
        ; EXPLAIN SELECT [a;b];
        SELECT `c\
        """;
    splitter.feed(sql);
    List<Statement> whole = drain();
    Optional<Statement> wholeRest = splitter.rest();
    assertThat(whole).hasSize(3);
    assertThat(wholeRest).contains(new Statement(4, 6, "SELECT `c"));

    for (int cut = 0; cut <= sql.length(); cut++) {
      StatementSplitter halves = new StatementSplitter();
      halves.feed(sql.substring(0, cut));
      halves.feed(sql.substring(cut));
      assertThat(drain(halves)).as("cut at %d", cut).isEqualTo(whole);
      assertThat(halves.rest()).as("cut at %d", cut).isEqualTo(wholeRest);
    }
  }

  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void aLongStatementFedLineByLineIsReadOnce() {
    String row = "('" + "x".repeat(70) + "'),\n";
    splitter.feed("INSERT INTO t VALUES\n");
    for (int i = 0; i < 70_000; i++) {
      splitter.feed(row);
      assertThat(splitter.next()).isEmpty();
    }
    splitter.feed("(1);");

    assertThat(drain())
        .extracting(statement -> statement.text().length())
        .containsExactly(5_320_025);
  }

  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void manyStatementsInOnePieceAreReadOnce() {
    splitter.feed("SELECT 1;\n".repeat(500_000));

    assertThat(drain())
        .hasSize(500_000)
        .last()
        .isEqualTo(new Statement(500_000, 500_000, "SELECT 1;"));
  }

  private void assertIsOneStatement(String sql) {
    splitter.feed(sql);

    String text = sql.replace("\uFEFF", "");
    assertThat(drain()).containsExactly(new Statement(1, 1, text));
    assertThat(splitter.rest()).isEmpty();
  }

  private List<Statement> drain() {
    return drain(splitter);
  }

  private static List<Statement> drain(StatementSplitter splitter) {
    List<Statement> statements = new ArrayList<>();
    for (Optional<Statement> next = splitter.next(); next.isPresent(); next = splitter.next()) {
      statements.add(next.get());
    }
    return statements;
  }
}
