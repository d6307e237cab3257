package dev.kvsql.cli;

import dev.kvsql.render.Glyphs;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** How large what standard output shows can be, and which characters it can have. */
final class Screen {
  private static final int USUAL_COLUMNS = 80;

  /** More would be no terminal, but a number that somebody made up. */
  private static final int MOST_COLUMNS = 1000;

  private Screen() {}

  /** The width: what COLUMNS says, otherwise the terminal's, and 80 where there is none. */
  static int columns() {
    int asked = columns(System.getenv().getOrDefault("COLUMNS", ""));
    int columns = asked > 0 || !Globals.isTerminal() ? asked : terminalColumns();
    return columns > 0 ? Math.min(columns, MOST_COLUMNS) : USUAL_COLUMNS;
  }

  private static int columns(String asked) {
    try {
      return Integer.parseInt(asked);
    } catch (NumberFormatException e) {
      return 0; // as if it were not set, as other programs take it
    }
  }

  private static int terminalColumns() {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      return terminal.getWidth();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The launcher knows the locale; it runs Java with one that has every character. */
  static Glyphs glyphs() {
    return Boolean.parseBoolean(System.getProperty("kvsql.terminal.utf8", "true"))
        ? Glyphs.UNICODE
        : Glyphs.ASCII;
  }
}
