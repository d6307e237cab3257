package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people may expect of any command: a line about what went wrong, and a guess what was meant.
 */
final class HabitsTest {
  private static final String FRAME = "\tat ";

  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() {
    store = dir.resolve("app.kv");
    Cli.clean("create", store);
    Cli.clean("create", store, "--db", "other");
  }

  @Test
  void aCommandThatIsNotThereIsAnsweredWithOneThatIs() {
    Cli.run("chekc", store)
        .assertRefused(2, "kvsql: no command 'chekc'; did you mean check?; try: kvsql --help");
    Cli.run("frobnicate").assertRefused(2, "kvsql: no command 'frobnicate'; try: kvsql --help");
  }

  @Test
  void anOptionThatIsNotThereIsAnsweredWithOneThatIs() {
    Cli.run("inspect", store, "--jsn")
        .assertRefused(
            2,
            "kvsql inspect: Unknown option: '--jsn'; did you mean --json?; try: kvsql inspect --help");
    Cli.run("check", store, "--levle=quick")
        .assertRefused(
            2,
            "kvsql check: Unknown option: '--levle'; did you mean --level?; try: kvsql check --help");
    Cli.run("--colour", "never", "check", store)
        .assertRefused(
            2, "kvsql: Unknown option: '--colour'; did you mean --color?; try: kvsql --help");
  }

  @Test
  void aValueThatAnOptionDoesNotTakeIsAnsweredWithOneThatItTakes() {
    assertThat(Cli.run("check", store, "--level", "ful").err())
        .contains(" but was 'ful'; did you mean full?; try: ");
    assertThat(Cli.run("truncate", store, "--size", 1, "--policy", "wasm,kvsq").err())
        .contains("; did you mean kvsql?; try: ");
    assertThat(Cli.run("repair", store, "--allow", "META-MISING").err())
        .contains("; did you mean META-MISSING?; try: ");
    assertThat(Cli.run("completion", "zhs").err()).contains("; did you mean zsh?; try: ");
  }

  @Test
  void aDatabaseThatIsNotThereIsAnsweredWithOneThatIs() {
    String missing = store + ": no database mian; it has main, other; did you mean main?";

    Cli.run("inspect", store, "-d", "mian").assertRefused(10, "kvsql inspect: " + missing);
    Cli.run("sql", store, "-d", "mian", "SELECT 1").assertRefused(10, "kvsql sql: " + missing);
    assertThat(Cli.run("check", store, "-d", "mian").err())
        .isEqualTo("kvsql check: " + missing + System.lineSeparator());
    Cli.run("inspect", store, "-d", "tenant")
        .assertRefused(10, "kvsql inspect: " + store + ": no database tenant; it has main, other");
  }

  @Test
  void aNameThatNoDatabaseCanHaveIsWrongUsage() {
    Path fresh = dir.resolve("fresh.kv");
    String rule = "--db: a database's name has 1 to 200 characters, no # and no dot in front";

    Cli.run("create", fresh, "--db", "a#b").assertRefused(2, "kvsql create: " + rule);
    Cli.run("create", store, "--db", "").assertRefused(2, "kvsql create: " + rule);
    Path dump = dir.resolve("main.jsonl");
    Cli.clean("export", store, dump, "-d", "main");
    Cli.run("import", fresh, dump, "--db", ".a").assertRefused(2, "kvsql import: " + rule);
    assertThat(fresh).doesNotExist();
  }

  /** A failure of each command, and each kind of failure. */
  static Stream<List<String>> failures() {
    return Stream.of(
        List.of("inspect"),
        List.of("inspect", "missing.kv"),
        List.of("inspect", "text.kv"),
        List.of("inspect", "damaged.kv"),
        List.of("inspect", "app.kv", "-d", "mian"),
        List.of("dump", "app.kv"),
        List.of("dump", "app.kv", "-d", "main", "-o", "nowhere/x"),
        List.of("dump", "app.kv", "x"),
        List.of("truncate", "app.kv", "-d", "main", "--size", "1x"),
        List.of("truncate", "damaged.kv", "--size", "1"),
        List.of("explore", "--replay", "text.kv"),
        List.of("explore", "--replay", "missing"),
        List.of("explore", "--depth", "99"),
        List.of("check", "missing.kv", "text.kv"),
        List.of("check", "app.kv", "--cache", "text.kv", "-d", "main"),
        List.of("check", "app.kv", "--resume", "text.kv"),
        List.of("repair", "missing.kv"),
        List.of("repair", "text.kv", "--apply", "--yes"),
        List.of("undo", "app.kv", "text.kv"),
        List.of("undo", "app.kv"),
        List.of("sql", "app.kv", "-d", "main", "SELEKT"),
        List.of("sql", "app.kv", "-d", "main", "SELECT * FROM t"),
        List.of("sql", "damaged.kv", "SELECT 1"),
        List.of("repl", "damaged.kv"),
        List.of("repl", "app.kv", "-d", "mian"),
        List.of("create", "app.kv"),
        List.of("create", "nowhere/app.kv"),
        List.of("create", "new.kv", "--db", "a\nb"),
        List.of("import", "app.kv", "text.kv", "-d", "new"),
        List.of("import", "app.kv", "missing.db", "-d", "new"),
        List.of("export", "app.kv", "text.kv", "-d", "main"),
        List.of("export", "app.kv", "nowhere/x", "-d", "main"),
        List.of("bench", ".", "--rounds", "0"),
        List.of("demo", "text.kv"),
        List.of("completion", "tcsh"),
        List.of("help", "tcsh"),
        List.of("tcsh"),
        List.of("--timeout", "soon", "inspect", "app.kv"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void onlyDebugPrintsAStackTrace(List<String> words) throws IOException {
    Files.writeString(dir.resolve("text.kv"), "text\n");
    byte[] bytes = Files.readAllBytes(store);
    bytes[8]++;
    Files.write(dir.resolve("damaged.kv"), bytes);

    Cli plain = Cli.run(inDirectory(words).toArray());
    List<String> debug = new ArrayList<>(List.of("--debug"));
    debug.addAll(inDirectory(words));

    assertThat(plain.exit()).isNotZero();
    assertThat(plain.err()).startsWith("kvsql").doesNotContain(FRAME).doesNotContain("internal");
    assertThat(plain.err().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(plain.out()).doesNotContain(FRAME);
    assertThat(Cli.run(debug.toArray()).err()).contains(FRAME);
    assertThat(plain.exit() == 2 ? plain.err().lines().count() : 1).isEqualTo(1);
  }

  @Test
  void everyCommandIsAmongThoseThatFail() {
    assertThat(failures().map(List::getFirst)).containsAll(HelpTest.commands().toList());
  }

  /** Files are meant to be those of the test. */
  private List<String> inDirectory(List<String> words) {
    return words.stream()
        .map(word ->
            word.matches("(nowhere/)?\\w+\\.(kv|db)|nowhere/x")
                ? dir.resolve(word).toString()
                : word)
        .toList();
  }

  @Test
  void helpHasColoursWhenTheyAreAskedFor() {
    assertThat(Cli.clean("--color", "always", "check", "--help")).contains("\033[");
    assertThat(Cli.clean("--color", "always", "help", "check")).contains("\033[");
    assertThat(Cli.clean("--color", "always")).contains("\033[");
    assertThat(Cli.clean("--color", "never", "check", "--help")).doesNotContain("\033[");
    assertThat(Cli.clean("check", "--help")).doesNotContain("\033[");
  }
}
