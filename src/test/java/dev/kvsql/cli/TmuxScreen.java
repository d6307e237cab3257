package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** A program on a real pseudo-terminal, by way of tmux with a server of its own. */
final class TmuxScreen implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Path socket;

  private TmuxScreen(Path socket) {
    this.socket = socket;
  }

  /** Fails where tests must run, and is skipped where somebody just has no tmux. */
  static void require() {
    boolean installed =
        List.of("/usr/bin/tmux", "/usr/local/bin/tmux", "/opt/homebrew/bin/tmux").stream()
            .anyMatch(path -> Files.isExecutable(Path.of(path)));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(installed).as("tmux is installed").isTrue();
    }
    Assumptions.assumeTrue(installed, "tmux is not installed");
  }

  /**
   * Starts a program.
   *
   * @param environment set for it
   */
  static TmuxScreen start(
      Path directory, int columns, int rows, Map<String, String> environment, Object... args)
      throws Exception {
    TmuxScreen screen = new TmuxScreen(directory.resolve("tmux"));
    String variables =
        environment.entrySet().stream()
            .map(entry -> entry.getKey() + "='" + entry.getValue() + "'")
            .collect(Collectors.joining(" "));
    String command =
        Program.command(Program.path(), args).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    screen.tmux(
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-x",
        Integer.toString(columns),
        "-y",
        Integer.toString(rows),
        "-c",
        directory.toString(),
        "env " + variables + " " + command + "; echo exit $?; exec sleep 60");
    return screen;
  }

  /** Types text as it is. */
  TmuxScreen type(String text) throws Exception {
    // A semicolon at the end would be tmux's own.
    String escaped = text.endsWith(";") ? text.substring(0, text.length() - 1) + "\\;" : text;
    tmux("send-keys", "-l", "--", escaped);
    return this;
  }

  /** Presses a key by tmux's name for it. */
  TmuxScreen press(String key) throws Exception {
    tmux("send-keys", key);
    return this;
  }

  /** Presses a key until there is a text on the screen: it may come too early at first. */
  void pressUntil(String key, String text) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!text().contains(text)) {
      assertThat(System.nanoTime()).as("waited for %s on%n%s", text, text()).isLessThan(end);
      press(key);
      Thread.sleep(200);
    }
  }

  /** Types a line. */
  TmuxScreen enter(String line) throws Exception {
    return type(line).press("Enter");
  }

  void resize(int columns, int rows) throws Exception {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  /** Waits until the last line that is not empty is this, without blanks at its end. */
  String awaitLast(String line) throws Exception {
    return await(
        "the last line " + line, text -> text.lines().reduce("", (_, last) -> last).equals(line));
  }

  /** Waits until there is a text on the screen. */
  String await(String text) throws Exception {
    return await(text, screen -> screen.contains(text));
  }

  private String await(String what, Predicate<String> there) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    String text = text();
    while (!there.test(text)) {
      assertThat(System.nanoTime()).as("waited for %s on%n%s", what, text).isLessThan(end);
      Thread.sleep(20);
      text = text();
    }
    return text;
  }

  /** What is on the screen, without what is empty at its end. */
  String text() throws Exception {
    return tmux("capture-pane", "-p", "-J")
        .lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .stripTrailing();
  }

  private String tmux(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as("%s: %s", command, output).isZero();
    return output;
  }

  /** Ends the server, and with it the program. */
  @Override
  public void close() throws IOException {
    tmux("kill-server");
  }
}
