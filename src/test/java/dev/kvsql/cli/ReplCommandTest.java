package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.inspect.RivetFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell from a pipe: whole transcripts. */
final class ReplCommandTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() {
    store = Stores.small(dir.resolve("app.kv"));
  }

  private Cli repl(String input, Object... more) {
    Object[] args = new Object[2 + more.length];
    args[0] = "repl";
    args[1] = store;
    System.arraycopy(more, 0, args, 2, more.length);
    return Cli.runWithInput(input, args);
  }

  private void assertTranscript(String input, int exit, String out, String err) {
    Cli run = repl(input);
    assertThat(run.out().replace("\r", "")).isEqualTo(out);
    assertThat(run.err().replace("\r", "").replace(store.toString(), "app.kv")).isEqualTo(err);
    assertThat(run.exit()).isEqualTo(exit);
  }

  @Test
  void statementsMayHaveSeveralLinesAndALineSeveralStatements() {
    assertTranscript(
        """
        SELECT id,
               name -- a comment; with a semicolon
        FROM t WHERE id = 1; SELECT 'a;b' AS text;
        .mode csv
        SELECT count(*) AS n FROM t\
        """,
        0,
        """
        +----+------+
        | id | name |
        +----+------+
        |  1 | one  |
        +----+------+
        +------+
        | text |
        +------+
        | a;b  |
        +------+
        n
        3
        """,
        "");
  }

  @Test
  void anErrorTellsItsLineAndItsPlaceAndTheNextStatementRuns() {
    assertTranscript(
        """
        SELECT 1 AS one FROM t WHERE id = 1;

        SELECT nme
        FROM t;
        SELECT * FROM tt;
        SELECT (1 + 2)) AS x;
        SELECT upperr('x');
        SELECT 'not ended\
        """,
        1,
        """
        +-----+
        | one |
        +-----+
        |   1 |
        +-----+
        """,
        """
        kvsql repl: line 3: no such column: nme
          SELECT nme
                 ^
        did you mean name?
        kvsql repl: line 5: no such table: tt
          SELECT * FROM tt;
                        ^
        did you mean t?
        kvsql repl: line 6: near ")": syntax error
          SELECT (1 + 2)) AS x;
                        ^
        kvsql repl: line 7: no such function: upperr
          SELECT upperr('x');
                 ^
        did you mean upper?
        kvsql repl: line 8: unrecognized token: "'not ended"
          SELECT 'not ended
                 ^
        """);
  }

  @Test
  void withBailTheFirstErrorEndsIt() {
    assertTranscript(
        ".bail on\nSELEC 1;\nDELETE FROM t;\n",
        1,
        "",
        "kvsql repl: line 2: near \"SELEC\": syntax error\n  SELEC 1;\n  ^\n");
    assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT count(*) FROM t"))
        .isEqualToNormalizingNewlines("count(*)\n3\n");
  }

  @Test
  void dotCommandsShowTheSchema() {
    assertTranscript(
        """
        CREATE INDEX by_name ON t(name);
        CREATE VIEW names AS
          SELECT name FROM t;
        .tables
        .indexes
        .schema %name%
        .databases
        """,
        0,
        """
        names  (view)
        t
        by_name on t
        CREATE INDEX by_name ON t(name);
        CREATE VIEW names AS
          SELECT name FROM t;
        * main
        """,
        "");
  }

  @Test
  void whatIsPrintedCanBeChosen() {
    assertTranscript(
        """
        .mode box
        .headers off
        .nullvalue -
        SELECT * FROM t WHERE id > 1;
        .mode csv
        SELECT * FROM t WHERE id = 1;
        .headers on
        .mode table
        .width 30
        SELECT 'a text that is much too long for it' AS text, 123456789 AS number;
        .show
        """,
        0,
        """
        ┌────┬──────┐
        │  2 │ two  │
        │  3 │ -    │
        └────┴──────┘
        1,one
        +----------------+-----------+
        | text           |    number |
        +----------------+-----------+
        | a text that i… | 123456789 |
        +----------------+-----------+
        bail      off
        changes   off
        echo      off
        headers   on
        mode      table
        nullvalue -
        pager     on
        timer     off
        trace     off
        width     30
        """,
        "");
  }

  @Test
  void aWrongDotCommandIsAnErrorThatSaysWhatWasMeant() {
    assertTranscript(
        """
        .tabels
        .xyzzy
        .he
        .mode boxes
        .timer perhaps
        .dump
        .dump x
        .use nowhere
        .open nowhere.kv
        .tables a b
        """,
        1,
        "",
        """
        kvsql repl: line 1: no command .tabels; did you mean .tables?
        kvsql repl: line 2: no command .xyzzy; try: .help
        kvsql repl: line 3: .he may be .headers or .help
        kvsql repl: line 4: no mode boxes; it is one of table, box, csv, json, jsonl, line, markdown
        kvsql repl: line 5: .timer takes on or off, not perhaps
        kvsql repl: line 6: usage: .dump CHUNKS [FILE]
        kvsql repl: line 7: 'x' names no chunks: expected such as 0, 3-9 or 0,5,7-
        kvsql repl: line 8: app.kv: no database nowhere; it has main
        kvsql repl: line 9: nowhere.kv: no such file
        kvsql repl: line 10: too many words; usage: .tables [PATTERN]
        """);
  }

  @Test
  void filesAreReadAndWritten() throws Exception {
    Path script = Files.writeString(dir.resolve("a script.sql"), "SELECT 1 AS a;\n\nSELECT b;\n");
    Path result = dir.resolve("result.csv");
    Path once = dir.resolve("once.csv");

    Cli run =
        repl(
            """
            .mode csv
            .output %s
            SELECT name FROM t WHERE id = 1;
            .output
            .once %s
            SELECT 2 AS b;
            SELECT 3 AS c;
            .read '%s'
            .output %s
            .read nowhere.sql
            """
                .formatted(result, once, script, once));

    assertThat(run.out()).isEqualTo("c\n3\na\n1\n");
    assertThat(run.err().replace("\r", "").replace(dir + "/", ""))
        .isEqualTo(
            """
            kvsql repl: a script.sql line 3: no such column: b
              SELECT b;
                     ^
            kvsql repl: line 9: once.csv: exists already; nothing was changed
            kvsql repl: line 10: nowhere.sql: no such file or directory
            """);
    assertThat(result).hasContent("name\none\n");
    assertThat(once).hasContent("b\n2\n");
  }

  @Test
  void aFileThatReadsItselfEnds() throws Exception {
    Path script = dir.resolve("loop.sql");
    Files.writeString(script, ".read " + script + "\n");

    Cli run = repl(".read " + script + "\n");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("files are nested too deep, does one read itself?");
  }

  @Test
  void theCommandsBeneathSqlPrintWhatTheProgramsOwnDo() {
    String inspect = Cli.clean("inspect", store);
    String dump = Cli.clean("dump", store, "1");
    String check = Cli.clean("check", store);
    String truncate = Cli.clean("truncate", store, "--size", "4196");

    Cli run = repl(".dbinfo\n.dump 1\n.check\n.truncate 4196\n");

    assertThat(run).isEqualTo(new Cli(0, inspect + dump + check + truncate, ""));
  }

  @Test
  void chunksAreShownAsRuns() throws Exception {
    store = Stores.orphans(dir.resolve("orphans.kv"));
    assertTranscript(
        ".chunks main\n.chunks wal\n",
        1,
        """
        main: 90,112 bytes, 25 chunks in the store, 90,139 bytes
          chunks  count  expected bytes  stored bytes  condition
            0-21     22          90,112        90,112  present
           30-32      3               0            27  orphan: past the end
        """,
        "kvsql repl: line 2: there is no wal file\n");
  }

  @Test
  void theCacheIsComparedWithTheStore() {
    Cli run =
        repl(".cache\nSELECT count(*) FROM t;\n.cache\nBEGIN; DELETE FROM t;\n.cache\nROLLBACK;\n");

    assertThat(run.err().replace("\r", ""))
        .isEqualTo("kvsql repl: line 1: nothing is cached: there was no statement yet\n");
    assertThat(run.out())
        .containsPattern("main       2  8,192  67,108,864 +\\d+ +2 +\\d+\\.\\d%  yes\n");
  }

  @Test
  void whatIsNotCommittedIsNotShownAndThatIsSaid() {
    assertTranscript(
        "BEGIN; INSERT INTO t VALUES(9, 'nine');\n.check quick\n",
        0,
        store + " main: clean\n",
        """
        note: this is what is committed, without the open transaction
        kvsql repl: the open transaction will be rolled back
        """);
    assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT count(*) FROM t"))
        .isEqualToNormalizingNewlines("count(*)\n3\n");
  }

  @Test
  void helpTellsOfEachCommand() {
    Cli list = repl(".help\n");
    assertThat(list.err()).isEmpty();
    assertThat(list.out().lines())
        .hasSize(32)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100))
        .contains(
            ".chunks [FILE]                   Shows which chunks are present, missing, short or orphans");
    assertThat(repl(".help bail\n").out().replace("\r", ""))
        .isEqualTo(
            """
            .bail [on|off]
              End at the first error.
              Without it an error is told, and the next statement runs, as in sqlite3; the
              exit code is 1 all the same when input is piped.
            """);
  }

  @Test
  void whatAStatementDidIsTraced() {
    Cli run =
        repl("SELECT 1;\n.trace on\nINSERT INTO t(name) VALUES('x');\n.trace off\nSELECT 2;\n");

    assertThat(run.err().replace("\r", ""))
        .startsWith("trace\n  layer  file     call     count  bytes")
        .containsPattern("  vfs    main     write        2  8,192 +[\\d.]+ [nµm]?s\n")
        .containsPattern("  vfs    main     sync         1 +[\\d.]+ [nµm]?s\n")
        .containsPattern(
            "  kv              batch        1  8,192 +[\\d.]+ [nµm]?s  2 puts, 0 deletes, 1 forced\n")
        .containsPattern("  slowest  [\\d.]+ [nµm]?s  .*\n           [\\d.]+ [nµm]?s  ")
        .containsOnlyOnce("trace");
  }

  @Test
  void aHotJournalIsNotAppliedByLooking() throws Exception {
    store = Stores.of(dir.resolve("hot.kv"), new RivetFixture("hot-journal-mid-commit"));
    String before = Stores.dump(store);

    Cli run = repl(".chunks\n.dbinfo\n.check quick\n.dump 0\n");

    assertThat(run.exit()).isZero();
    assertThat(Stores.dump(store)).isEqualTo(before);
    assertThat(repl("SELECT 1 FROM sqlite_schema;\n").exit()).isZero();
    assertThat(Stores.dump(store)).isNotEqualTo(before);
  }

  @Test
  void readingOnlyRefusesToWrite() throws Exception {
    String before = Stores.dump(store);
    Cli run =
        repl("DELETE FROM t;\nSELECT count(*) AS n FROM t;\n", "--read-only", "--mode", "csv");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("n\n3\n");
    assertThat(run.err()).startsWith("kvsql repl: line 1: ").contains("SQLITE_READONLY");
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  @Test
  void whoOnlyReadsLeavesEveryByteAsItWas() throws Exception {
    store = Stores.of(dir.resolve("hot.kv"), new RivetFixture("hot-journal-mid-commit"));
    Snapshot before = Snapshot.of(dir);

    Cli run =
        repl(
            """
            .chunks
            .check
            SELECT count(*) FROM sqlite_schema;
            .sandbox on
            CREATE TABLE made_here(x);
            .truncate 4096 --apply
            .sandbox discard
            .trace on
            .dbinfo
            """,
            "--read-only");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void anotherDatabaseAndAnotherStoreCanBeOpened() {
    Cli.clean("create", store, "--db", "other");
    Path second = Stores.small(dir.resolve("second.kv"));

    Cli run =
        repl(
            """
            SELECT count(*) AS before FROM t;
            .use other
            .tables
            CREATE TABLE o(x);
            .tables
            .databases
            .open %s
            UPDATE t SET name = 'changed';
            .open nowhere.kv
            SELECT DISTINCT name FROM t;
            """
                .formatted(second),
            "--db",
            "main",
            "--mode",
            "csv");

    assertThat(run.out()).isEqualTo("before\n3\no\n  main\n* other\nname\nchanged\n");
    assertThat(run.err()).contains("line 9: nowhere.kv: ");
  }

  @Test
  void aStoreThatIsNotThereIsTenAndAnInitFileIsReadFirst() throws Exception {
    assertThat(Cli.runWithInput("", "repl", dir.resolve("none.kv")).exit()).isEqualTo(10);
    Path init = Files.writeString(dir.resolve("init"), ".mode jsonl\n");
    assertThat(repl("SELECT 1 AS a;", "--init", init).out()).isEqualTo("{\"a\":1}\n");
    assertThat(Cli.runWithInput("SELECT 2 AS b;", "shell", store, "--mode", "csv").out())
        .isEqualTo("b\n2\n");
  }
}
