package dev.kvsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the system that a test needs, such as a shell. */
public record InstalledProgram(Path path) {
  private static final long SECONDS = 60;

  /** The program; in CI it must be there, elsewhere the test is skipped without it. */
  public static InstalledProgram named(String name) {
    List<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .toList();
    String reason = name + " must be installed for this test, as .ci/run does";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as(reason).isNotEmpty();
    }
    assumeThat(found).as(reason).isNotEmpty();
    return new InstalledProgram(found.getFirst());
  }

  /** What it printed, errors included; its exit status is not looked at. */
  public String output(Map<String, String> environment, Path directory, List<String> arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(path.toString()).directory(directory.toFile());
    builder.command().addAll(arguments);
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("%s ends", path).isTrue();
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
