package dev.kvsql.cli;

import dev.kvsql.render.Style;
import java.io.Console;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, and what they say about the terminal. */
final class Globals {
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

  /** When to use colours; the names are what people type. */
  enum When {
    auto,
    always,
    never
  }

  boolean debug() {
    return debug;
  }

  /** How output is coloured. */
  Style style() {
    return switch (color) {
      case always -> Style.ANSI;
      case never -> Style.PLAIN;
      case auto -> isTerminal() && System.getenv("NO_COLOR") == null ? Style.ANSI : Style.PLAIN;
    };
  }

  /** Whether stdin and stdout are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // It may be null all the same, says its documentation.
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Whether somebody can be asked. */
  boolean mayAsk() {
    return !noInput && isTerminal();
  }

  /** Asks; anything but a yes is a no. */
  static boolean ask(String question) {
    Console console = Objects.requireNonNull(System.console());
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
