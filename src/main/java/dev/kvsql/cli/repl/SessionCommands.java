package dev.kvsql.cli.repl;

import dev.kvsql.cli.repl.Settings.Switch;
import dev.kvsql.render.RowMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Dot commands about the session itself. */
final class SessionCommands {
  private SessionCommands() {}

  static List<DotCommand> all() {
    return List.of(
        new DotCommand(
            ".help",
            "[COMMAND]",
            "Lists the dot commands, or tells more of one",
            "",
            List.of(Operand.COMMAND),
            SessionCommands::help),
        new DotCommand(
            ".quit",
            "",
            "Leaves",
            "So does Ctrl-D. An open transaction is rolled back, and a sandbox discarded; on a terminal"
                + " that is asked first.",
            List.of(),
            (session, _) -> Leaving.of(session)),
        new DotCommand(
            ".exit", "", "Leaves, as .quit", "", List.of(), (session, _) -> Leaving.of(session)),
        new DotCommand(
            ".show",
            "",
            "Shows what is switched on",
            "",
            List.of(),
            (session, _) -> session.output().print(page -> show(session.settings(), page.out()))),
        toggle(
            ".bail",
            "End at the first error",
            "Without it an error is told, and the next statement runs, as in sqlite3; the exit code is 1"
                + " all the same when input is piped.",
            settings -> settings.bail,
            (settings, on) -> settings.bail = on),
        toggle(
            ".echo",
            "Show each statement before it runs",
            "",
            settings -> settings.echo,
            (settings, on) -> settings.echo = on),
        toggle(
            ".timer",
            "Show how long each statement took",
            "The time includes that of printing the rows.",
            settings -> settings.timer,
            (settings, on) -> settings.timer = on),
        toggle(
            ".changes",
            "Show how many rows a statement changed",
            "On where somebody types.",
            settings -> settings.changes,
            (settings, on) -> settings.changes = on),
        toggle(
            ".pager",
            "Show what is longer than the screen page by page",
            "With $PAGER, or less when that is not set.",
            settings -> settings.pager,
            (settings, on) -> settings.pager = on));
  }

  /** A command with on and off, which without either tells how it stands. */
  static DotCommand toggle(
      String name,
      String summary,
      String help,
      Function<Settings, Switch> get,
      BiConsumer<Settings, Switch> set) {
    return new DotCommand(
        name,
        "[on|off]",
        summary,
        help,
        List.of(Operand.SWITCH),
        (session, words) -> {
          if (words.isEmpty()) {
            session.say(name + " " + get.apply(session.settings()));
          } else {
            set.accept(session.settings(), parse(name, words.getFirst()));
          }
        });
  }

  private static Switch parse(String name, String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "on", "yes", "1", "true" -> Switch.ON;
      case "off", "no", "0", "false" -> Switch.OFF;
      default -> throw new Refusal(name + " takes on or off, not " + word);
    };
  }

  private static void help(Session session, List<String> words) throws IOException, SQLException {
    session
        .output()
        .print(page -> {
          if (words.isEmpty()) {
            list(session.commands(), page.out());
          } else {
            String word = words.getFirst();
            tell(session.commands().find(word.startsWith(".") ? word : "." + word), page.out());
          }
        });
  }

  private static void list(DotCommands commands, PrintWriter out) {
    int width = commands.list().stream().mapToInt(one -> one.synopsis().length()).max().orElse(0);
    commands
        .list()
        .forEach(
            command -> out.printf("%-" + width + "s  %s%n", command.synopsis(), command.summary()));
    out.println("A command may be shortened to a beginning that no other has.");
  }

  private static void tell(DotCommand command, PrintWriter out) {
    out.println(command.synopsis());
    out.println("  " + command.summary() + ".");
    if (!command.help().isEmpty()) {
      Paragraph.lines(command.help()).forEach(line -> out.println("  " + line));
    }
  }

  private static void show(Settings settings, PrintWriter out) {
    out.println("bail      " + settings.bail);
    out.println("changes   " + settings.changes);
    out.println("echo      " + settings.echo);
    out.println("headers   " + OutputCommands.text(settings.header));
    out.println("mode      " + settings.mode);
    out.println("nullvalue " + settings.nullText);
    out.println("pager     " + settings.pager);
    out.println("timer     " + settings.timer);
    out.println("trace     " + settings.trace);
    out.println("width     " + OutputCommands.width(settings));
  }

  /** The words for the ways to print rows. */
  static RowMode mode(String word) {
    for (RowMode mode : RowMode.values()) {
      if (mode.toString().equalsIgnoreCase(word)) {
        return mode;
      }
    }
    throw new Refusal(
        "no mode "
            + word
            + "; it is one of "
            + List.of(RowMode.values()).toString().replaceAll("[\\[\\]]", ""));
  }
}
