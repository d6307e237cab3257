package dev.kvsql.man;

import dev.kvsql.cli.repl.DotCommand;
import dev.kvsql.cli.repl.DotCommands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The dot commands of the shell, as a section of its page. */
final class DotCommandSection {
  private DotCommandSection() {}

  static List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(".Bl -tag -width Ds"));
    Prose prose = new Prose(Set.of("CHUNKS", "FILE", "PATTERN", "SIZE"), Set.of());
    for (DotCommand command : DotCommands.all().list()) {
      lines.add(
          Arrays.stream(command.synopsis().split(" "))
              .map(Roff::argument)
              .collect(Collectors.joining(" ", ".It Ic ", "")));
      lines.addAll(prose.lines((command.summary() + ". " + command.help()).strip()));
    }
    lines.add(".El");
    return lines;
  }
}
