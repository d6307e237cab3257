package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The packaged program, as people start it. */
final class Program {
  private Program() {}

  /** The directory that {@code mvn package} makes. */
  static Path home() {
    return Path.of("target", "kvsql").toAbsolutePath();
  }

  /** Its launcher. */
  static Path path() {
    Path path = home().resolve("bin/kvsql");
    assertThat(path).isExecutable();
    return path;
  }

  /** Runs it in a directory, and waits for its end. */
  static Cli run(Path directory, Object... args) throws Exception {
    return run(directory, command(path(), args));
  }

  /** Runs any command in a directory, with nothing on its stdin. */
  static Cli run(Path directory, List<String> command) throws Exception {
    Path out = directory.resolveSibling(directory.getFileName() + ".out");
    Path err = directory.resolveSibling(directory.getFileName() + ".err");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      return new Cli(process.exitValue(), text(out), text(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Starts it with pipes; whoever starts it ends it. After a minute it is ended anyhow, so that a
   * test which waits in vain for its output fails.
   */
  static Process start(Path directory, Object... args) throws IOException {
    Process process =
        new ProcessBuilder(command(path(), args)).directory(directory.toFile()).start();
    CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(process::destroyForcibly);
    return process;
  }

  static List<String> command(Path program, Object... args) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    Arrays.stream(args).map(Object::toString).forEach(command::add);
    return command;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
