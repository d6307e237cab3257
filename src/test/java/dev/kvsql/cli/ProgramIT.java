package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.inspect.RivetFixture;
import java.io.BufferedReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program: its launcher, its streams, and other processes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProgramIT {
  @TempDir private Path temp = Path.of("");

  private Path directory() throws Exception {
    return Files.createDirectories(temp.resolve("work"));
  }

  @Test
  void theCallsThatTheToolWasAskedForWorkAsTheyStand() throws Exception {
    Path dir = directory();
    Stores.of(dir.resolve("db"), new RivetFixture("truncate-interrupted-orphans"));
    Snapshot before = Snapshot.of(dir);

    Cli inspect = Program.run(dir, "inspect", "db");
    assertThat(inspect.exit()).isZero();
    assertThat(inspect.err()).isEmpty();
    assertThat(inspect.out())
        .contains("main  40,960      10       10        0      0     105       471,040");

    Cli aligned = Program.run(dir, "truncate", "--size", "4096", "db");
    assertThat(aligned.exit()).isZero();
    assertThat(aligned.err()).isEmpty();
    assertThat(aligned.out())
        .startsWith("db main: truncate from 40,960 to 4,096 bytes; simulated, nothing was changed")
        .contains("  last chunk: 0, 4,096 bytes\n")
        .contains("  chunks 1-9: evicted\n")
        .doesNotContain("BROKEN");

    Cli cut = Program.run(dir, "truncate", "db", "--size", "4196");
    assertThat(cut.exit()).isZero();
    assertThat(cut.out())
        .contains("  last chunk: 1, 100 bytes, written anew because it is cut\n")
        .contains("  chunk 1: replaced, 4,096 bytes before, 100 bytes after\n");

    assertThat(Program.run(dir, "check", "db").exit()).isEqualTo(3);
    assertThat(Snapshot.of(dir)).isEqualTo(before);
    assertThat(Program.run(dir, "repair", "db", "--apply").exit()).isZero();
    assertThat(
            Program.run(dir, List.of("sh", "-c", Program.path() + " check db && echo sound")).out())
        .isEqualTo("db main: clean\nsound\n");
  }

  @Test
  void theLauncherWorksThroughLinksAndFromAnywhere() throws Exception {
    Path dir = directory();
    Path absolute = Files.createSymbolicLink(dir.resolve("a link"), Program.path());
    Files.createDirectories(dir.resolve("bin"));
    Path relative = Files.createSymbolicLink(dir.resolve("bin/kv"), Path.of("../a link"));

    Cli run =
        Program.run(
            Files.createDirectories(dir.resolve("else where")),
            Program.command(relative, "--version"));

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("kvsql 0.").contains("SQLite 3.");
    Files.delete(relative);
    Files.delete(absolute);
  }

  @Test
  void theDemoRunsWithoutAWarning() throws Exception {
    Cli demo = Program.run(directory(), "demo");

    assertThat(demo.err()).isEmpty();
    assertThat(demo.exit()).isZero();
    assertThat(demo.out()).contains("main: clean\n(exit code 0)");
  }

  @Test
  void bytesGoToStdoutAsTheyAre() throws Exception {
    Path dir = directory();
    Path store = Stores.of(dir.resolve("a.kv"), new RivetFixture("basic-rows"));
    Path piped = temp.resolve("raw.bin");

    String raw = Program.path() + " dump a.kv --format raw > " + piped;
    assertThat(Program.run(dir, List.of("sh", "-c", raw))).isEqualTo(new Cli(0, "", ""));
    Cli jsonl = Program.run(dir, "dump", "a.kv", "--format", "jsonl");

    Cli.clean("export", store, temp.resolve("a.db"));
    assertThat(Files.mismatch(piped, temp.resolve("a.db"))).isEqualTo(-1);
    assertThat(jsonl).isEqualTo(new Cli(0, Stores.dump(store), ""));
  }

  @Test
  void resultsAreFlushedBeforeTheNextStatementStarts() throws Exception {
    Path dir = directory();
    Stores.small(dir.resolve("a.kv"));
    Process sql = Program.start(dir, "sql", "a.kv", "--mode", "csv");
    try {
      Writer in = sql.outputWriter(StandardCharsets.UTF_8);
      BufferedReader out = sql.inputReader(StandardCharsets.UTF_8);
      for (int round = 0; round < 3; round++) {
        in.write("SELECT count(*) AS n FROM t;\n");
        in.flush();
        assertThat(out.readLine()).isEqualTo("n");
        assertThat(out.readLine()).isEqualTo(Integer.toString(3 + round));
        in.write("INSERT INTO t(name) VALUES('x');\n");
        in.flush();
      }
      in.write("SELECT nope;\n");
      in.flush();
      assertThat(sql.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(sql.exitValue()).isEqualTo(1);
      assertThat(sql.errorReader(StandardCharsets.UTF_8).lines())
          .singleElement()
          .asString()
          .startsWith("kvsql sql: statement 7 (line 7): no such column: nope");
    } finally {
      sql.destroyForcibly();
    }
  }

  @Test
  void aStoreThatAnotherProcessHasIsLocked() throws Exception {
    Path dir = directory();
    Path store = Stores.small(dir.resolve("a.kv"));
    Process holder = Program.start(dir, "sql", "a.kv", "--mode", "csv");
    try {
      Writer in = holder.outputWriter(StandardCharsets.UTF_8);
      BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
      in.write("SELECT 1 AS here;\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("here");
      Snapshot before = Snapshot.of(dir);

      Cli.run("check", store, "--timeout", "0.1")
          .assertRefused(
              11,
              "kvsql check: %s: open for writing in process %d; waited 0.1 s; end it or wait for it, then try again"
                  .formatted(store, holder.pid()));
      assertThat(Snapshot.of(dir)).isEqualTo(before);
      holder.toHandle().destroyForcibly();
      assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      holder.destroyForcibly();
    }

    // Its end, however sudden, frees the store.
    assertThat(Cli.run("check", store).exit()).isZero();
  }

  @Test
  void whatWasCommittedBeforeAKillIsThere() throws Exception {
    Path dir = directory();
    Path store = Stores.small(dir.resolve("a.kv"));
    Process sql = Program.start(dir, "sql", "a.kv", "--mode", "csv");
    try {
      Writer in = sql.outputWriter(StandardCharsets.UTF_8);
      BufferedReader out = sql.inputReader(StandardCharsets.UTF_8);
      in.write("INSERT INTO t VALUES(10, 'kept'); BEGIN; DELETE FROM t; SELECT 1 AS here;\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("here");
      sql.toHandle().destroyForcibly();
      assertThat(sql.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      sql.destroyForcibly();
    }

    Cli check = Cli.run("check", store);
    assertThat(check.exit()).isZero();
    assertThat(check.out()).contains("notice STORE-LOG").contains("main: clean");
    assertThat(Cli.clean("sql", store, "--mode", "csv", "SELECT count(*), max(id) FROM t"))
        .isEqualToNormalizingNewlines("count(*),max(id)\n4,10\n");
  }

  @Test
  void aDiskThatIsFullLeavesTheOldContent() throws Exception {
    Path dir = directory();
    Path store = Stores.of(dir.resolve("a.kv"), new RivetFixture("basic-rows"));
    String before = Stores.dump(store);
    Path large =
        Stores.sqlite(
            temp.resolve("large.db"),
            "CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)",
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 24)
            INSERT INTO t SELECT i, randomblob(1 << 20) FROM n\
            """);
    long blocks = (Files.size(store) + (6 << 20)) / 512;

    Cli full = limited(blocks, dir, "import", "a.kv", large, "--replace");

    assertThat(full.exit()).isEqualTo(1);
    assertThat(full.out()).isEmpty();
    assertThat(full.err())
        .hasLineCount(1)
        .startsWith("kvsql import: a.kv")
        .contains("File too large");
    assertThat(Stores.dump(store)).isEqualTo(before);
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");

    Cli fresh = limited(blocks, dir, "import", "fresh.kv", large);
    assertThat(fresh.exit()).isEqualTo(1);
    assertThat(fresh.err()).hasLineCount(1).startsWith("kvsql import: fresh.kv");
    Stores.of(temp.resolve("large.kv"), Damage.ofFile(Files.readAllBytes(large)).store());
    Cli export = limited(blocks, dir, "export", "../large.kv", "a.db");
    assertThat(export.exit()).isEqualTo(1);
    assertThat(export.err()).hasLineCount(1).startsWith("kvsql export: ").contains("a.db");
    try (var files = Files.list(dir)) {
      assertThat(files).extracting(Path::getFileName).map(Path::toString).containsExactly("a.kv");
    }
  }

  @Test
  void aRepairWhoseUndoRecordDoesNotFitChangesNothing() throws Exception {
    Path dir = directory();
    Damage database = Damage.pages22();
    for (int chunk = 0; chunk < 4000; chunk++) {
      database.put(FileTag.MAIN, 100 + chunk, new byte[4096]);
    }
    Path store = Stores.of(dir.resolve("a.kv"), database.store());
    String before = Stores.dump(store);

    Cli full = limited((8 << 20) / 512, dir, "repair", "a.kv", "--apply", "--undo-file", "undo");

    assertThat(full.exit()).isEqualTo(1);
    assertThat(full.err())
        .isEqualTo("kvsql repair: undo: cannot be written: File too large; nothing was changed\n");
    try (var files = Files.list(dir)) {
      assertThat(files).extracting(Path::getFileName).map(Path::toString).containsExactly("a.kv");
    }
    assertThat(Stores.dump(store)).isEqualTo(before);

    Cli enough = Program.run(dir, "repair", "a.kv", "--apply", "--undo-file", "undo");
    assertThat(enough.exit()).isZero();
    Cli shown = Program.run(dir, "undo", "a.kv", "undo", "--dry-run");
    assertThat(shown.exit()).isZero();
    assertThat(shown.out()).contains("  main chunks 100-4099 (4,000): put back\n");
    assertThat(Program.run(dir, "undo", "a.kv", "undo").exit()).isZero();
    assertThat(Stores.dump(store)).isEqualTo(before);
  }

  @Test
  void whatOnlyReadsNeedsNoRoomForFiles() throws Exception {
    Path dir = directory();
    Stores.small(dir.resolve("a.kv"));

    Cli inspect = limited(64, dir, "inspect", "a.kv");
    Cli sql = limited(64, dir, "sql", "a.kv", "--read-only", "--mode", "csv", "SELECT 1 AS one");

    assertThat(inspect.err()).isEmpty();
    assertThat(inspect.exit()).isZero();
    assertThat(sql).isEqualTo(new Cli(0, "one\n1\n", ""));
  }

  /** Runs it so that no file can grow past this many blocks of 512 bytes. */
  private static Cli limited(long blocks, Path dir, Object... args) throws Exception {
    List<String> command =
        Program.command(Path.of("sh"), "-c", "ulimit -f " + blocks + "; exec \"$@\"");
    command.add("sh");
    command.addAll(Program.command(Program.path(), args));
    return Program.run(dir, command);
  }
}
