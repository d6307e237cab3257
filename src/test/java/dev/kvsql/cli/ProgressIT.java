package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How far a long command is: on a real terminal, and nowhere else. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProgressIT {
  private static final String ERASE = "\r\u001b[K";

  @TempDir private Path temp = Path.of("");

  private Path dir = Path.of("");

  @BeforeEach
  void aStoreAndAFile() throws Exception {
    dir = Files.createDirectories(temp.resolve("work"));
    Path store = Stores.small(dir.resolve("a.kv"));
    Cli.clean("export", store, dir.resolve("a.db"));
  }

  /** Commands that take long with large stores, each with what its line starts with. */
  static Stream<List<String>> longCommands() {
    return Stream.of(
        List.of("checking", "check a.kv"),
        List.of("exporting", "export a.kv b.db"),
        List.of("exporting", "export a.kv b.jsonl.gz"),
        List.of("importing", "import b.kv a.db"),
        List.of("checking", "repair a.kv"),
        List.of("measuring", "bench . --only open --rounds 1 --store-size 1MiB"),
        List.of("native-after: ", "explore --policy native-after --random 300"));
  }

  /** What the command writes to a terminal of its own, its results aside. */
  private String onTerminal(String command) throws Exception {
    String line = Program.path() + " " + command + " > results";
    Cli run = Program.run(dir, List.of("script", "-qec", line, "/dev/null"));
    return run.out();
  }

  @ParameterizedTest
  @MethodSource("longCommands")
  void aTerminalShowsItAndKeepsNoTrace(List<String> command) throws Exception {
    String screen = onTerminal(command.getLast());

    assertThat(screen).contains(ERASE + command.getFirst()).endsWith(ERASE);
  }

  @Test
  void nobodySeesItWhenAskedNotToOrWithoutATerminal() throws Exception {
    assertThat(onTerminal("check a.kv --no-progress")).isEmpty();
    assertThat(onTerminal("export a.kv b.db --no-progress")).isEmpty();

    String piped = Program.path() + " import b.kv a.db > results";
    assertThat(Program.run(dir, List.of("sh", "-c", piped))).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void bytesRateAndTimeLeftAreThere() throws Exception {
    Cli.clean(
        "sql",
        dir.resolve("a.kv"),
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
            + " INSERT INTO t(name) SELECT hex(randomblob(100000)) FROM n");

    assertThat(onTerminal("export a.kv b.db"))
        .containsPattern(
            "exporting .*[0-9]+%.* [0-9]+/7[0-9] MiB \\([0-9:]+ / [0-9:]+\\) [0-9.?]+ MiB/s");
  }
}
