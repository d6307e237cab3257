package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo runs the main job, and shows each command of it. */
final class DemoCommandTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void everyStepIsPrintedWithItsExitCode() {
    String out = Cli.clean("demo", dir.resolve("new/place"));
    Path store = dir.resolve("new/place/demo.kv");

    assertThat(out.lines().filter(line -> line.startsWith("$ ") || line.startsWith("(exit")))
        .filteredOn(line -> !line.startsWith("$ kvsql sql"))
        .containsExactly(
            "$ kvsql create " + store,
            "(exit code 0)",
            "(exit code 0)",
            "$ kvsql inspect " + store,
            "(exit code 0)",
            "$ kvsql truncate " + store + " --size 4196",
            "(exit code 0)",
            "$ kvsql check " + store,
            "(exit code 3)",
            "$ kvsql repair " + store,
            "(exit code 3)",
            "$ kvsql repair " + store + " --apply --yes",
            "(exit code 0)",
            "$ kvsql check " + store,
            "(exit code 0)",
            "(exit code 0)");
    assertThat(out)
        .contains("warn CHUNK-ORPHAN  main chunks 10-114")
        .contains("|        4 |             36028 |");
  }

  @Test
  void whatItLeavesInADirectoryIsSoundAndCanBeUndone() throws Exception {
    Cli.clean("demo", dir);
    Path store = dir.resolve("demo.kv");

    assertThat(Cli.clean("check", store)).isEqualTo(store + " main: clean\n");
    try (Stream<Path> files = Files.list(dir)) {
      List<Path> undo = files.filter(file -> file.toString().contains("demo.kv.undo-")).toList();
      assertThat(undo).hasSize(1);
      Cli.clean("undo", store, undo.getFirst());
    }
    assertThat(Cli.run("check", store).exit()).isEqualTo(3);
  }

  @Test
  void aDirectoryThatHasADemoAlreadyIsLeftAsItIs() throws Exception {
    Cli.clean("demo", dir);
    Snapshot before = Snapshot.of(dir);

    Cli again = Cli.run("demo", dir);

    assertThat(again.exit()).isNotZero();
    assertThat(Snapshot.of(dir)).isEqualTo(before);
  }

  @Test
  void withoutADirectoryNothingIsLeft() throws Exception {
    List<Path> before = demos();

    assertThat(Cli.clean("demo")).contains("$ kvsql check ");

    assertThat(demos()).isEqualTo(before);
  }

  private static List<Path> demos() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().contains("kvsql-demo-")).sorted().toList();
    }
  }
}
