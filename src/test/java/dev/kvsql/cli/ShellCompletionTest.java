package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.InstalledProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody types in bash, in zsh and in fish, and presses TAB: with the committed scripts. */
final class ShellCompletionTest {
  private static final Path SCRIPTS = Path.of("completions").toAbsolutePath();

  /** Harnesses that type lines, the lines, and what comes of them. */
  private static final Path RESOURCES =
      Path.of("src", "test", "resources", "completion").toAbsolutePath();

  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void makeDirectory() throws IOException {
    Files.writeString(dir.resolve("store.txt"), "");
    Files.createDirectory(dir.resolve("stores"));
    Cli.clean("create", dir.resolve("app.kv"));
    Cli.clean("create", dir.resolve("app.kv"), "--db", "my db");
    Files.writeString(dir.resolve("app two.kv"), "");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = System.getProperty("java.class.path");
    program(
        "bin",
        "exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\""
            .formatted(java, classes, Main.class.getName()));
    // Stands for the program where only the shell matters: starting Java for each line takes long.
    program("stub", "[ -e \"$2\" ] && printf \"main\\nmy db\\nit's\\n\"");
  }

  private void program(String directory, String script) throws IOException {
    Path program = Files.createDirectory(dir.resolve(directory)).resolve("kvsql");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  /** What each line was completed to, with everything that was offered. */
  private String typed(String shell, Path script, String... options) throws Exception {
    Path out = dir.resolve("out");
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add(RESOURCES.resolve(shell + "-harness." + shell).toString());
    arguments.add(script.toString());
    arguments.add(RESOURCES.resolve("lines.txt").toString());
    arguments.add(out.toString());
    Map<String, String> environment =
        Map.of(
            "PATH",
            dir.resolve("bin") + File.pathSeparator + System.getenv("PATH"),
            "HOME",
            dir.toString(),
            "LC_ALL",
            "C.UTF-8",
            "TERM",
            "dumb");
    assertThat(InstalledProgram.named(shell).output(environment, dir, arguments)).isEmpty();
    return Files.readString(out);
  }

  private static String expected(String shell) throws IOException {
    return Files.readString(RESOURCES.resolve(shell + ".txt"));
  }

  @Test
  void bashCompletesLines() throws Exception {
    InstalledProgram.named("script");

    assertThat(typed("bash", SCRIPTS.resolve("kvsql.bash"))).isEqualTo(expected("bash"));
  }

  @Test
  void zshCompletesLines() throws Exception {
    assertThat(typed("zsh", SCRIPTS, "-f")).isEqualTo(expected("zsh"));
  }

  @Test
  void fishOffersWhatGoesOn() throws Exception {
    assertThat(typed("fish", SCRIPTS.resolve("kvsql.fish"), "--no-config"))
        .isEqualTo(expected("fish"));
  }
}
