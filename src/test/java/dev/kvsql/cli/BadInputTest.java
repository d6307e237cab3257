package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets one line that says what, where and what to do, and changes nothing. */
final class BadInputTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");
  private Snapshot before = new Snapshot(Map.of());

  @BeforeEach
  void makeStore() throws Exception {
    store = Stores.of(dir.resolve("app.kv"), Damage.pages22().store());
    before = Snapshot.of(dir);
  }

  @AfterEach
  void nothingHasChanged() throws IOException {
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  /** Every command that works on a store, with what it needs beside the store. */
  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("inspect"),
        List.of("dump"),
        List.of("truncate", "--size", "1"),
        List.of("truncate", "--size", "1", "--apply", "--yes"),
        List.of("check"),
        List.of("repair"),
        List.of("repair", "--apply", "--yes"),
        List.of("sql", "--read-only", "--mode", "csv"),
        List.of("sql", "--mode", "csv"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noSuchFile(List<String> command) {
    Path missing = dir.resolve("missing.kv");

    run(command, missing)
        .assertRefused(10, "kvsql %s: %s: no such file".formatted(command.getFirst(), missing));
  }

  static Stream<List<String>> commandsOfOneStore() {
    return commands().filter(command -> !command.getFirst().equals("check"));
  }

  @ParameterizedTest
  @MethodSource("commandsOfOneStore")
  void aDirectory(List<String> command) {
    run(command, dir)
        .assertRefused(
            10, "kvsql %s: %s: is a directory, not a store".formatted(command.getFirst(), dir));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anEmptyFile(List<String> command) throws Exception {
    Path empty = Files.createFile(dir.resolve("empty.kv"));
    before = Snapshot.of(dir);

    run(command, empty)
        .assertRefused(
            10, "kvsql %s: %s: empty (0 bytes), not a store".formatted(command.getFirst(), empty));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aSqliteFile(List<String> command) throws Exception {
    Path sqlite = Stores.sqlite(dir.resolve("a.db"), "CREATE TABLE t(x)");
    before = Snapshot.of(dir);

    run(command, sqlite)
        .assertRefused(
            10,
            "kvsql %s: %s: a SQLite file, not a store; put it into one with: kvsql import NEW.kv %s"
                .formatted(command.getFirst(), sqlite, sqlite));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aTextFile(List<String> command) throws Exception {
    Path text = Files.writeString(dir.resolve("notes.txt"), "not a store\n");
    before = Snapshot.of(dir);

    run(command, text)
        .assertRefused(
            10,
            "kvsql %s: %s: not a store: it does not start as MapDB files do"
                .formatted(command.getFirst(), text));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aDatabaseThatIsNotThere(List<String> command) {
    run(command, store, "--db", "tenant7")
        .assertRefused(
            10,
            "kvsql %s: %s: no database tenant7; it has main".formatted(command.getFirst(), store));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dump", "truncate", "sql", "export"})
  void severalDatabasesAndNoneChosen(String command) throws Exception {
    Stores.of(store, "tenant7", Damage.pages22().store());
    before = Snapshot.of(dir);
    List<Object> operands =
        switch (command) {
          case "truncate" -> List.of(store, "--size", "1");
          case "sql" -> List.of(store, "SELECT 1");
          case "export" -> List.of(store, dir.resolve("out.db"));
          default -> List.of(store);
        };

    Cli.run(Stream.concat(Stream.of(command), operands.stream()).toArray())
        .assertRefused(
            10,
            "kvsql %s: %s: has several databases, choose one with --db: main, tenant7"
                .formatted(command, store));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "abc", "", "1.5K", "0x10", "4 GB x", "1c+", "٤"})
  void aSizeThatIsNone(String size) {
    Cli.run("truncate", store, "--size", size)
        .assertRefused(
            2,
            "kvsql truncate: Invalid value for option '--size': '"
                + size
                + "' is no size: expected bytes such as 4196, 4K, 4KiB, 1MiB or 2c+100"
                + "; try: kvsql truncate --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"17TiB", "16384GiB1", "17592186044417", "99999999999999999999", "4294967297c"})
  void aSizeThatNoFileCanHave(String size) {
    Cli run = Cli.run("truncate", store, "--size", size);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).contains("'" + size + "'");
  }

  @Test
  void theLargestSizeThereIsCanBeSimulated() {
    Cli.clean("truncate", store, "--size", "16TiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9-3        | names no chunks: indexes go up, to at most 4294967295",
        "4294967296 | names no chunks: indexes go up, to at most 4294967295",
        "x          | names no chunks: expected such as 0, 3-9 or 0,5,7-",
        "0,,1       | names no chunks: expected such as 0, 3-9 or 0,5,7-",
        "1-2-3      | names no chunks: expected such as 0, 3-9 or 0,5,7-",
        "99999999999| names no chunks: expected such as 0, 3-9 or 0,5,7-"
      })
  void aChunkSelectionThatIsNone(String chunks, String why) {
    Cli.run("dump", store, chunks)
        .assertRefused(
            2,
            "kvsql dump: Invalid value for positional parameter at index 1 (CHUNKS): '%s' %s; "
                    .formatted(chunks, why)
                + "try: kvsql dump --help");
  }

  @Test
  void aLimitBelowZero() {
    Cli.run("dump", store, "--limit", "-1")
        .assertRefused(2, "kvsql dump: --limit is a number of chunks, not -1");
  }

  @Test
  void aFileThatTheDatabaseDoesNotHave() {
    Cli.run("truncate", store, "--size", "1", "--file", "wal")
        .assertRefused(10, "kvsql truncate: " + store + ": database main has no wal file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--level deep      | --level",
        "--fail-on never   | --fail-on",
        "--format xml      | --format",
        "--nonsense        | --nonsense",
        "--fail-on recovery_pending | --fail-on"
      })
  void anOptionThatMakesNoSense(String option, String named) {
    Cli run =
        Cli.run(
            Stream.concat(
                    Stream.of("check", store.toString()), Arrays.stream(option.strip().split(" ")))
                .toArray());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).startsWith("kvsql check: ").contains(named.strip());
  }

  @Test
  void aCommandThatIsNone() {
    Cli run = Cli.run("frobnicate", store);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).contains("frobnicate");
  }

  @Test
  void aTruncateWithoutASize() {
    Cli run = Cli.run("truncate", store);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).contains("--size");
  }

  @Test
  void whatBytesOfAFileNameDoToATerminalIsEscaped() {
    Cli run = Cli.run("inspect", dir.resolve("\u001b[31mred.kv"));

    assertThat(run.exit()).isEqualTo(10);
    assertThat(run.err()).hasLineCount(1).doesNotContain("\u001b");
  }

  @Test
  void aDatabaseThatExistsIsNotCreatedAgain() {
    Cli.run("create", store)
        .assertRefused(
            2,
            "kvsql create: " + store + ": has a database main already; choose another with --db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".hidden", "a#b", "line\nbreak"})
  void aDatabaseNameThatIsNone(String name) {
    Cli run = Cli.run("create", store, "--db", name);

    assertThat(run.exit()).isIn(2, 10);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void aStoreInADirectoryThatIsNotThere() {
    Cli run = Cli.run("create", dir.resolve("no/such/app.kv"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("no such file or directory");
  }

  @Test
  void anExportOverAFileThatExists() throws Exception {
    Path file = Files.writeString(dir.resolve("kept.db"), "precious");
    before = Snapshot.of(dir);

    Cli.run("export", store, file)
        .assertRefused(
            2,
            "kvsql export: " + file + ": exists already; choose another name or remove it first");
  }

  @Test
  void aDumpIntoAFileThatExists() throws Exception {
    Path file = Files.writeString(dir.resolve("kept.jsonl"), "precious");
    before = Snapshot.of(dir);

    Cli.run("dump", store, "--format", "jsonl", "-o", file)
        .assertRefused(
            2, "kvsql dump: " + file + ": exists already; choose another name or remove it first");
  }

  @Test
  void anUndoWithoutARecord() {
    Cli.run("undo", store, dir.resolve("missing.undo"))
        .assertRefused(
            1, "kvsql undo: " + dir.resolve("missing.undo") + ": no such file or directory");
  }

  @Test
  void aStoreWhoseFileHeaderIsBroken() throws Exception {
    try (FileChannel file = FileChannel.open(store, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[200]), 8);
    }
    before = Snapshot.of(dir);

    Cli check = Cli.run("check", store);
    assertThat(check.exit()).isEqualTo(3);
    assertThat(check.out()).contains("fatal STORE-DIRTY");
    assertThat(check.err()).isEmpty();
    Cli inspect = Cli.run("inspect", store);
    assertThat(inspect.exit()).isEqualTo(1);
    assertThat(inspect.err()).hasLineCount(1);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aStoreThatIsCutShort(List<String> command) throws Exception {
    Path cut = dir.resolve("cut.kv");
    byte[] whole = Files.readAllBytes(store);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 4));
    before = Snapshot.of(dir);

    Cli run = run(command, cut);
    if (command.getFirst().equals("sql") && run.exit() == 0) {
      // SQL that reads what is still there; a writer may have opened the store.
      before = Snapshot.of(dir);
    } else {
      assertThat(run.exit()).as(run.toString()).isIn(1, 3);
      boolean reports = List.of("check", "repair").contains(command.getFirst());
      assertThat(run.err()).hasLineCount(reports ? 0 : 1);
    }
  }

  private static Cli run(List<String> command, Path path, Object... more) {
    boolean sql = command.getFirst().equals("sql");
    return Cli.run(
        Stream.of(
                Stream.of(command.getFirst(), path),
                command.stream().skip(1),
                Arrays.stream(more),
                sql ? Stream.of("SELECT count(*) FROM t") : Stream.empty())
            .flatMap(part -> part)
            .toArray());
  }
}
