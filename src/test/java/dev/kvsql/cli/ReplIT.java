package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged shell on a real pseudo-terminal. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReplIT {
  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void makeStore() {
    Stores.small(dir.resolve("app.kv"));
  }

  private TmuxScreen repl(int columns, int rows, String... variables) throws Exception {
    TmuxScreen.require();
    Map<String, String> environment = new HashMap<>();
    environment.put("XDG_STATE_HOME", dir.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", dir.resolve("config").toString());
    for (int at = 0; at < variables.length; at += 2) {
      environment.put(variables[at], variables[at + 1]);
    }
    return TmuxScreen.start(dir, columns, rows, environment, "repl", "app.kv");
  }

  @Test
  void aSessionOnATerminal() throws Exception {
    Path config = Files.createDirectories(dir.resolve("config/kvsql"));
    Files.writeString(config.resolve("replrc"), ".nullvalue ∅\n");
    try (TmuxScreen screen = repl(60, 50)) {
      assertThat(screen.awaitLast("main>"))
          .startsWith("app.kv main, 8 KiB\nkvsql ")
          .contains("SQLite 3.")
          .contains(".help lists the dot commands, Ctrl-D leaves");

      // Several lines; the prompt shows what is missing.
      screen.enter("SELECT id, (name");
      screen.awaitLast("   )>");
      screen.enter(") AS name, char(21517, 21069) AS w FROM t WHERE id > 1");
      screen.awaitLast("   ;>");
      screen.enter(";");
      assertThat(screen.awaitLast("main>"))
          .contains(
              """
              ┌────┬──────┬──────┐
              │ id │ name │ w    │
              ├────┼──────┼──────┤
              │  2 │ two  │ 名前 │
              │  3 │ ∅    │ 名前 │
              └────┴──────┴──────┘
              """);

      // TAB completes a dot command and a column.
      screen.press("C-l").type(".dbi").press("Tab");
      screen.awaitLast("main> .dbinfo");
      screen.press("C-u").type("SELECT x.nam").press("Left").press("Right");
      screen.type("").press("C-u").type("SELECT count(*) FROM t WHERE t.na").press("Tab");
      screen.await("WHERE t.name");
      screen.enter("= 'one';");
      screen.await("│        1 │");

      // An error has a caret; the statement can be brought back.
      screen.press("C-l").enter("SELECT nope FROM t;");
      assertThat(screen.await("^\n"))
          .contains("error: no such column: nope\n  SELECT nope FROM t;\n         ^");
      screen.awaitLast("main>");
      screen.press("Up");
      screen.awaitLast("main> SELECT nope FROM t;");
      screen.press("C-c");
      screen.awaitLast("main>");

      // Ctrl-C ends the statement, and not the session.
      screen.press("C-l").enter(".echo on");
      screen.awaitLast("main>");
      screen.enter("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)");
      // What is typed before the prompt the terminal itself shows, as if it were the echo.
      screen.awaitLast("   ;>");
      screen.enter("SELECT count(*) FROM n; SELECT 'not run';");
      screen.await("\nSELECT count(*) FROM n;");
      screen.pressUntil("C-c", "error: interrupted");
      assertThat(screen.awaitLast("main>")).doesNotContain("│ not run");
      screen.enter(".echo off");
      screen.enter("BEGIN; DELETE FROM t WHERE id = 1;");
      screen.await("1 row changed");
      screen.awaitLast("main*>");

      // Ctrl-D asks when something would be lost.
      screen.press("C-d");
      screen.await("the open transaction will be rolled back\nleave? [y/N]");
      screen.enter("n");
      screen.awaitLast("main*>");
      screen.enter(" ROLLBACK;");
      screen.awaitLast("main>");
      screen.press("C-d");
      screen.await("exit 0");
    }
    Path history = dir.resolve("state/kvsql/history");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(history))
        .contains("SELECT nope FROM t;")
        .doesNotContain("ROLLBACK");
  }

  @Test
  void aSandboxANarrowTerminalAndALongResult() throws Exception {
    String before = Stores.dump(dir.resolve("app.kv"));
    try (TmuxScreen screen = repl(100, 40, "PAGER", "sed s/^/page:/")) {
      screen.awaitLast("main>");
      screen.enter("SELECT 'a text that is longer than forty columns take' AS text, 1 AS n;");
      screen.await("│ a text that is longer than forty columns take │ 1 │");
      screen.resize(40, 40);
      screen.awaitLast("main>");
      screen.press("C-l").press("Up").press("Enter");
      assertThat(screen.await("│ a text that is longer than fort… │ 1 │")).doesNotContain("page:");
      screen.press("C-l");
      screen.enter("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 50)");
      screen.enter("SELECT i FROM n;");
      screen.await("page:│ 50 │");
      screen.awaitLast("main>");

      screen.press("C-l").enter(".sandbox on");
      screen.awaitLast("main (sandbox)>");
      screen.enter("DELETE FROM t;");
      screen.await("3 rows changed");
      screen.enter(".sandbox discard");
      screen.awaitLast("main>");
      screen.press("C-d");
      screen.await("exit 0");
    }
    assertThat(Stores.dump(dir.resolve("app.kv"))).isEqualTo(before);
  }

  @Test
  void aDumbTerminalIsEnough() throws Exception {
    try (TmuxScreen screen = repl(60, 30, "TERM", "dumb")) {
      screen.awaitLast("main>");
      screen.enter("SELECT 1");
      screen.awaitLast(" ...>");
      screen.enter("AS one;");
      screen.await("│ one │");
      screen.awaitLast("main>");
      screen.enter("SELECT 'dropped");
      screen.awaitLast(" ...>");
      screen.press("C-c");
      screen.awaitLast("main>");
      screen.enter(".timer");
      screen.await(".timer off");
      screen.press("C-d");
      assertThat(screen.await("exit 0")).doesNotContain("\u001b");
    }
  }

  @Test
  void aPipeHasNoPromptNoColourAndNoHistory() throws Exception {
    Path script = Files.writeString(dir.resolve("script.sql"), "SELECT 1 AS a;\nSELECT nope;\n");
    String command =
        "XDG_STATE_HOME=%s %s repl app.kv < %s"
            .formatted(dir.resolve("state"), Program.path(), script);

    Path work = Files.createDirectories(dir.resolve("work"));
    Files.move(dir.resolve("app.kv"), work.resolve("app.kv"));
    Cli run = Program.run(work, List.of("sh", "-c", command));

    assertThat(run)
        .isEqualTo(
            new Cli(
                1,
                "+---+\n| a |\n+---+\n| 1 |\n+---+\n",
                "kvsql repl: line 2: no such column: nope\n  SELECT nope;\n         ^\n"));
    assertThat(dir.resolve("state")).doesNotExist();
  }

  @Test
  void aKillLeavesNothingOfASandboxOrAllOfIt() throws Exception {
    Path work = Files.createDirectories(dir.resolve("work"));
    for (int delayMillis : new int[] {0, 5}) {
      Path store = Stores.small(work.resolve(delayMillis + ".kv"));
      Process repl = Program.start(work, "repl", store.getFileName(), "--mode", "csv");
      Writer in = repl.outputWriter(StandardCharsets.UTF_8);
      in.write(
          ".sandbox on\nWITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i+1 FROM n LIMIT 20000)"
              + " INSERT INTO t SELECT i, 'a name that is long enough' FROM n;\n"
              + "SELECT 'here' AS x;\n");
      in.flush();
      var out = repl.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine()).isEqualTo("x");
      in.write(".sandbox keep\n");
      in.flush();
      Thread.sleep(delayMillis);
      repl.toHandle().destroyForcibly();
      assertThat(repl.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(Cli.run("check", store).exit()).isZero();
      assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT count(*) AS n FROM t"))
          .isIn("n\n3\n", "n\n20003\n");
    }
  }
}
