package dev.kvsql.cli;

import dev.kvsql.cli.option.Seconds;
import dev.kvsql.render.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, and what they say about the terminal. */
final class Globals {
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      defaultValue = "auto",
      description = "Colours: ${COMPLETION-CANDIDATES} (default: auto, which honours NO_COLOR).")
  private When color = When.auto;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print a stack trace with an error.")
  private boolean debug;

  @Option(
      names = "--no-input",
      scope = ScopeType.INHERIT,
      description = "Never ask, also on a terminal.")
  private boolean noInput;

  @Option(
      names = "--no-progress",
      scope = ScopeType.INHERIT,
      description = "Do not show how far a long command is, also on a terminal.")
  private boolean noProgress;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      scope = ScopeType.INHERIT,
      converter = Seconds.class,
      description =
          "How long to wait for a store that another process has; 0 does not wait (default: 5).")
  private @Nullable Duration timeout;

  /** When to use colours; the names are what people type. */
  enum When {
    auto,
    always,
    never
  }

  /** How long to wait for a store that another process has. */
  Duration patience() {
    return timeout == null ? DEFAULT_PATIENCE : timeout;
  }

  /** How long the work itself may take, where a command limits it; only when it was asked for. */
  Optional<Duration> limit() {
    return Optional.ofNullable(timeout).filter(given -> !given.isZero());
  }

  boolean debug() {
    return debug;
  }

  /** How output is coloured. */
  Style style() {
    return switch (color) {
      case always -> Style.ANSI;
      case never -> Style.PLAIN;
      case auto -> isColourful() ? Style.ANSI : Style.PLAIN;
    };
  }

  /** How picocli colours help. */
  Help.Ansi ansi() {
    return style() == Style.ANSI ? Help.Ansi.ON : Help.Ansi.OFF;
  }

  /** NO_COLOR counts when it is not empty, see no-color.org. */
  private static boolean isColourful() {
    return isTerminal()
        && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** Whether standard output is a terminal. */
  static boolean isTerminal() {
    return terminal("stdout");
  }

  /** Whether to show how far a command is. */
  boolean showsProgress() {
    return !noProgress && terminal("stderr");
  }

  /** Whether somebody types what standard input gives. */
  static boolean isTyped() {
    return terminal("stdin");
  }

  /** The launcher knows; Java itself can only tell for both at once. */
  private static boolean terminal(String stream) {
    return Boolean.getBoolean("kvsql.terminal." + stream);
  }

  /** Whether somebody can be asked. */
  boolean mayAsk() {
    return !noInput && isTyped();
  }

  /** Asks on standard error; anything but a yes is a no. */
  static boolean ask(String question, PrintWriter err) throws IOException {
    err.print(question + " [y/N] ");
    err.flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
