package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out again. */
final class ImportExportTest {
  @TempDir private Path dir = Path.of("");

  @ParameterizedTest
  @CsvSource({"512, 2", "1024, 3", "4096, 3", "65536, 4", "4096, 100"})
  void aSqliteFileComesBackByteForByte(int pageSize, int mebibytes) throws Exception {
    Path file = sqliteFile(pageSize, mebibytes);
    Path store = dir.resolve("app.kv");

    assertThat(Cli.clean("import", store, file))
        .isEqualTo("imported %,d bytes into database main of %s%n", Files.size(file), store);
    Cli.clean("export", store, dir.resolve("back.db"));

    assertThat(Files.size(file)).isGreaterThan(mebibytes * 1_000_000L);
    assertThat(Files.mismatch(file, dir.resolve("back.db"))).isEqualTo(-1);
    assertThat(Cli.clean("sql", store, "--read-only", "--mode", "csv", "PRAGMA integrity_check"))
        .isEqualToNormalizingNewlines("integrity_check\nok\n");
  }

  @Test
  void aFileWhoseLastChunkIsHalfFullChecksClean() throws Exception {
    Path file =
        Stores.sqlite(
            dir.resolve("a.db"),
            "PRAGMA page_size=1024",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)",
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 84)
            INSERT INTO t SELECT i, printf('%.*c', 900, 'x') FROM n\
            """);
    Path store = dir.resolve("app.kv");

    Cli.clean("import", store, file);

    assertThat(Files.size(file)).isEqualTo(86 * 1024);
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
    assertThat(Stores.dump(store).lines().filter(line -> line.contains("\"0801010000000015\"")))
        .singleElement()
        // 2048 bytes in base64.
        .satisfies(line -> assertThat(line).matches(".*\"value\":\".{2732}\"}"));
  }

  @Test
  void aFileWithoutAByteIsRefused() throws Exception {
    Path file = Files.createFile(dir.resolve("empty.db"));
    Path store = dir.resolve("app.kv");

    Cli.run("import", store, file)
        .assertRefused(
            2,
            "kvsql import: "
                + file
                + ": neither a SQLite file nor a KV dump (JSON Lines, also with gzip)");
    assertThat(store).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {".jsonl", ".jsonl.gz"})
  void aKvDumpComesBackLineForLine(String suffix) throws Exception {
    Path store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22()
                .key("01aa", (byte) 1)
                .key("ff")
                .put(FileTag.MAIN, 40, new byte[0])
                .file(FileTag.JOURNAL, new byte[5000])
                .store());
    Path dump = dir.resolve("dump" + suffix);
    Path again = dir.resolve("again.kv");

    Cli.clean("export", store, dump);
    Cli.clean("import", again, dump, "--db", "tenant7");

    assertThat(Stores.dump(again, "tenant7")).isEqualTo(Stores.dump(store)).isEqualTo(text(dump));
  }

  private static String text(Path dump) throws IOException {
    if (!dump.toString().endsWith(".gz")) {
      return Files.readString(dump);
    }
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(dump))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void anImportBesideAnotherDatabaseLeavesThatAlone() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    String before = Stores.dump(store);

    Cli.clean("import", store, Stores.sqlite(dir.resolve("a.db"), "CREATE TABLE u(x)"), "-d", "b");

    assertThat(Stores.dump(store)).isEqualTo(before);
    assertThat(
            Cli.clean("sql", store, "-d", "b", "--mode", "csv", "SELECT name FROM sqlite_schema"))
        .isEqualToNormalizingNewlines("name\nu\n");
  }

  @Test
  void anImportOverADatabaseNeedsToBeAsked() throws Exception {
    Path store = Stores.small(dir.resolve("app.kv"));
    Path file = Stores.sqlite(dir.resolve("a.db"), "CREATE TABLE u(x)");
    Snapshot before = Snapshot.of(dir);

    Cli.run("import", store, file)
        .assertRefused(
            2,
            "kvsql import: "
                + store
                + ": has a database main already; use --replace, or choose another with --db");

    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void anImportThatReplacesLeavesNothingOfTheOldDatabase() throws Exception {
    Path store = Stores.of(dir.resolve("app.kv"), Damage.pages22().key("ff").store());
    Path file = Stores.sqlite(dir.resolve("a.db"), "CREATE TABLE u(x)");

    Cli.clean("import", store, file, "--replace");

    Cli.clean("import", dir.resolve("fresh.kv"), file);
    assertThat(Stores.dump(store)).isEqualTo(Stores.dump(dir.resolve("fresh.kv")));
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
  }

  @Test
  void aDumpWithABrokenLineLeavesTheOldDatabase() throws Exception {
    Path store = Stores.of(dir.resolve("app.kv"), Damage.pages22().store());
    String before = Stores.dump(store);
    Path broken = brokenLine5();

    Cli run = Cli.run("import", store, broken, "--replace");

    run.assertRefused(1, message(broken));
    assertThat(Stores.dump(store)).isEqualTo(before);
    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
    assertThat(Cli.clean("inspect", store)).contains("1 database");
  }

  @Test
  void aDumpWithABrokenLineLeavesNoStoreBehind() throws Exception {
    Path broken = brokenLine5();
    Snapshot before = Snapshot.of(dir);

    Cli.run("import", dir.resolve("app.kv"), broken).assertRefused(1, message(broken));

    assertThat(Snapshot.of(dir).files().keySet()).isEqualTo(before.files().keySet());
  }

  private Path brokenLine5() throws Exception {
    Path good = dir.resolve("good.jsonl");
    Cli.clean("export", Stores.of(dir.resolve("source.kv"), Damage.pages22().store()), good);
    List<String> lines = new ArrayList<>(Files.readAllLines(good));
    lines.set(4, lines.get(4).replace("\"value\"", "\"valeu\""));
    return Files.write(dir.resolve("broken.jsonl"), lines);
  }

  private static String message(Path broken) {
    return "kvsql import: " + broken + ": line 5: unknown field \"valeu\"; nothing was imported";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"key\":\"08\"}                                 | line 1: expected",
        "{\"key\":\"0x\",\"value\":\"\"}                  | line 1: key must be hex",
        "{\"key\":\"08\",\"value\":\"!\"}                 | line 1: key must be hex and value base64",
        "{\"key\":\"08\",\"value\":\"\"} x                | line 1:",
        "{\"key\":\"08\",\"value\":\"\"                   | line 1: not JSON",
        "{}                                               | line 1: expected",
        "{\"key\":8,\"value\":\"\"}                       | line 1: expected",
        "{\"key\":\"09\",\"value\":\"\"}#{\"key\":\"08\",\"value\":\"\"} | line 2: key 08 is not after",
        "{\"key\":\"09\",\"value\":\"\"}#{\"key\":\"09\",\"value\":\"\"} | line 2: key 09 is not after"
      })
  void whatIsNoLineOfADumpIsNamed(String lines, String message) throws Exception {
    Path dump = Files.writeString(dir.resolve("a.jsonl"), lines.strip().replace('#', '\n') + "\n");

    Cli run = Cli.run("import", dir.resolve("app.kv"), dump);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).contains(dump + ": " + message.strip());
    assertThat(dir.resolve("app.kv")).doesNotExist();
  }

  @Test
  void aGzipThatBreaksOffLeavesNoStoreBehind() throws Exception {
    Path whole = dir.resolve("whole.jsonl.gz");
    Cli.clean("export", Stores.of(dir.resolve("source.kv"), Damage.pages22().store()), whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = dir.resolve("cut.jsonl.gz");

    for (int length : new int[] {2, 9, 11, bytes.length / 2, bytes.length - 9, bytes.length - 1}) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      Cli run = Cli.run("import", dir.resolve("app.kv"), cut);
      assertThat(run.exit()).as("%d bytes: %s", length, run).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).hasLineCount(1).contains(cut.toString());
      assertThat(dir.resolve("app.kv")).doesNotExist();
    }
  }

  @Test
  void aGzipOfSomethingElseIsRefused() throws Exception {
    Path file = dir.resolve("a.gz");
    try (OutputStream out =
        new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.write("no dump\n".getBytes(StandardCharsets.US_ASCII));
    }

    Cli run = Cli.run("import", dir.resolve("app.kv"), file);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("line 1: not JSON");
    assertThat(dir.resolve("app.kv")).doesNotExist();
  }

  @Test
  void aTextFileIsRefused() throws Exception {
    Path text = Files.writeString(dir.resolve("notes.txt"), "some text\n");

    Cli.run("import", dir.resolve("app.kv"), text)
        .assertRefused(
            2,
            "kvsql import: "
                + text
                + ": neither a SQLite file nor a KV dump (JSON Lines, also with gzip)");
    assertThat(dir.resolve("app.kv")).doesNotExist();
  }

  @Test
  void aDirectoryIsRefused() throws Exception {
    Cli.run("import", dir.resolve("app.kv"), dir)
        .assertRefused(
            2, "kvsql import: " + dir + ": is a directory; name a SQLite file or a KV dump");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    Cli.run("import", dir.resolve("app.kv"), dir.resolve("no.db"))
        .assertRefused(1, "kvsql import: " + dir.resolve("no.db") + ": no such file or directory");
    assertThat(dir.resolve("app.kv")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wal", "-journal"})
  void aSqliteFileWithASidecarIsRefused(String suffix) throws Exception {
    Path file = Stores.sqlite(dir.resolve("a.db"), "CREATE TABLE u(x)");
    Path sidecar = Files.writeString(dir.resolve("a.db" + suffix), "something");

    Cli.run("import", dir.resolve("app.kv"), file)
        .assertRefused(
            2,
            "kvsql import: "
                + sidecar
                + ": may hold what a.db lacks; open that once with sqlite3, so that it is recovered,"
                + " and try again");
    assertThat(dir.resolve("app.kv")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wal", "-journal"})
  void aSidecarWithoutContentIsNoHindrance(String suffix) throws Exception {
    Path file = Stores.sqlite(dir.resolve("a.db"), "CREATE TABLE u(x)");
    Files.createFile(dir.resolve("a.db" + suffix));

    Cli.clean("import", dir.resolve("app.kv"), file);
  }

  @Test
  void aJournalThatWouldDoHarmIsNotApplied() throws Exception {
    Damage crashed =
        Damage.crashedCommit(Damage.pages22(), "UPDATE t SET body = 'y' WHERE id < 4")
            .size(FileTag.MAIN, 10 * 4096);
    Path store = Stores.of(dir.resolve("app.kv"), crashed.store());

    Cli export = Cli.run("export", store, dir.resolve("a.db"));

    assertThat(export.exit()).isZero();
    assertThat(export.err())
        .isEqualTo(
            "kvsql export: warning: "
                + store
                + ": the database is damaged, and so is the exported file; look at it with kvsql"
                + " check\n");
    Cli.run("export", store, dir.resolve("b.db"), "--as-stored");
    assertThat(Files.mismatch(dir.resolve("a.db"), dir.resolve("b.db"))).isEqualTo(-1);
  }

  @Test
  void aDatabaseWithoutAMainFileCannotBeExportedAsASqliteFile() throws Exception {
    Path store = Stores.of(dir.resolve("app.kv"), Damage.empty().key("01").store());

    Cli.run("export", store, dir.resolve("a.db"))
        .assertRefused(10, "kvsql export: " + store + ": database main has no main file");
    assertThat(dir.resolve("a.db")).doesNotExist();
  }

  private Path sqliteFile(int pageSize, int mebibytes) throws Exception {
    Path file = dir.resolve("a.db");
    Random random = new Random(pageSize);
    byte[] row = new byte[1 << 16];
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=" + pageSize);
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES(?, ?)")) {
        for (int i = 0; i < mebibytes * 16; i++) {
          random.nextBytes(row);
          insert.setInt(1, i);
          insert.setBytes(2, row);
          insert.execute();
        }
      }
      connection.commit();
    }
    return file;
  }
}
