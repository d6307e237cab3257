package dev.kvsql.cli.repl;

import dev.kvsql.render.RowOptions.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Dot commands about what is printed, and where. */
final class OutputCommands {
  private OutputCommands() {}

  static List<DotCommand> all() {
    return List.of(
        new DotCommand(
            ".mode",
            "[MODE]",
            "Print rows as table, box, csv, json, jsonl, line or markdown",
            "",
            List.of(Operand.MODE),
            OutputCommands::mode),
        new DotCommand(
            ".headers",
            "[on|off]",
            "Print the names of the columns, in tables and CSV",
            "",
            List.of(Operand.SWITCH),
            OutputCommands::headers),
        new DotCommand(
            ".nullvalue",
            "[TEXT]",
            "Print NULL as this text, in tables and lines",
            "With colours NULL is dim, and the same text in a cell is not.",
            List.of(Operand.VALUE),
            OutputCommands::nullValue),
        new DotCommand(
            ".width",
            "[N|auto|off]",
            "Cut the cells of tables to fit so many columns",
            "auto: the width of the terminal; off: as wide as it gets.",
            List.of(Operand.WIDTH),
            OutputCommands::width),
        new DotCommand(
            ".output",
            "[PATH]",
            "Write results to a new file; without one to the screen again",
            "A file that exists is not written over.",
            List.of(Operand.PATH),
            (session, words) -> output(session, words, false)),
        new DotCommand(
            ".once",
            "PATH",
            "Write the next result to a new file",
            "A file that exists is not written over.",
            List.of(Operand.PATH),
            (session, words) -> output(session, words, true)),
        SessionCommands.toggle(
            ".trace",
            "Show what each statement did to the VFS and the store",
            "Under each statement: SQLite's calls on the files (vfs) and the operations on keys and"
                + " values (kv), how many, how many bytes, how long, and the slowest of them.",
            settings -> settings.trace,
            (settings, on) -> settings.trace = on));
  }

  private static void mode(Session session, List<String> words) {
    if (words.isEmpty()) {
      session.say(".mode " + session.settings().mode);
    } else {
      session.settings().mode = SessionCommands.mode(words.getFirst());
    }
  }

  private static void headers(Session session, List<String> words) {
    if (words.isEmpty()) {
      session.say(".headers " + text(session.settings().header));
      return;
    }
    session.settings().header =
        switch (words.getFirst().toLowerCase(Locale.ROOT)) {
          case "on" -> Header.SHOWN;
          case "off" -> Header.HIDDEN;
          default -> throw new Refusal(".headers takes on or off, not " + words.getFirst());
        };
  }

  static String text(Header header) {
    return switch (header) {
      case SHOWN -> "on";
      case HIDDEN -> "off";
    };
  }

  private static void nullValue(Session session, List<String> words) {
    if (words.isEmpty()) {
      session.say(".nullvalue " + session.settings().nullText);
    } else {
      session.settings().nullText = words.getFirst();
    }
  }

  private static void width(Session session, List<String> words) {
    if (words.isEmpty()) {
      session.say(".width " + width(session.settings()));
      return;
    }
    String word = words.getFirst();
    session.settings().width =
        switch (word) {
          case "auto" -> OptionalInt.empty();
          case "off" -> OptionalInt.of(0);
          default -> OptionalInt.of(columns(word));
        };
  }

  private static int columns(String word) {
    if (!word.matches("[1-9]\\d{0,5}")) {
      throw new Refusal(".width takes a number of columns, auto or off, not " + word);
    }
    return Integer.parseInt(word);
  }

  static String width(Settings settings) {
    return settings.width.isEmpty()
        ? "auto"
        : settings.width.getAsInt() == 0 ? "off" : Integer.toString(settings.width.getAsInt());
  }

  private static void output(Session session, List<String> words, boolean forOneResult)
      throws IOException {
    if (!words.isEmpty()) {
      session.output().toFile(Path.of(words.getFirst()), forOneResult);
    } else if (forOneResult) {
      throw new Refusal("usage: .once PATH");
    } else {
      session.output().toConsole();
    }
  }
}
