package dev.kvsql.cli.repl;

import dev.kvsql.cli.failure.Suggestions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every dot command, by name. */
public final class DotCommands {
  private final List<DotCommand> commands;

  private DotCommands(List<DotCommand> commands) {
    this.commands = commands;
  }

  /** All that there are. */
  public static DotCommands all() {
    return new DotCommands(
        Stream.of(
                SessionCommands.all(),
                SchemaCommands.all(),
                OutputCommands.all(),
                StoreCommands.all(),
                OpenCommands.all(),
                SandboxCommands.all())
            .flatMap(List::stream)
            .sorted(Comparator.comparing(DotCommand::name))
            .toList());
  }

  /** In alphabetical order. */
  public List<DotCommand> list() {
    return commands;
  }

  /** The command of that name, with its dot. */
  public Optional<DotCommand> named(String name) {
    return commands.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /** Runs a line. */
  void run(Session session, String line) throws IOException, SQLException, Ended {
    List<String> words = Words.of(line);
    DotCommand command = find(words.getFirst());
    if (words.size() - 1 > command.operands().size()) {
      throw new Refusal("too many words; usage: " + command.synopsis());
    }
    command.action().run(session, words.subList(1, words.size()));
  }

  /** By its name, or by the beginning of one name only. */
  DotCommand find(String word) {
    Optional<DotCommand> exact = named(word);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<DotCommand> begun =
        commands.stream().filter(command -> command.name().startsWith(word)).toList();
    if (begun.size() == 1 && word.length() > 1) {
      return begun.getFirst();
    }
    if (begun.size() > 1 && word.length() > 1) {
      throw new Refusal(
          word
              + " may be "
              + begun.stream().map(DotCommand::name).collect(Collectors.joining(" or ")));
    }
    String meant =
        Suggestions.nearest(word, commands.stream().map(DotCommand::name).toList())
            .map(name -> "; did you mean " + name + "?")
            .orElse("; try: .help");
    throw new Refusal("no command " + word + meant);
  }
}
