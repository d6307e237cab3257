package dev.kvsql.man;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The pages of section 1, as the commands have them. */
public final class Manual {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);

  private final CommandSpec program;
  private final Path fragments;
  private final String date;

  /**
   * A manual.
   *
   * @param fragments where the parts are that are written by hand
   * @param built when the pages are said to be of; not today, which would change them every day
   */
  public Manual(CommandSpec program, Path fragments, OffsetDateTime built) {
    this.program = program;
    this.fragments = fragments;
    date = DATE.format(built);
  }

  /** The text of each page by its file name. */
  public Map<String, String> pages() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    add(program, pages);
    for (CommandLine command : commands(program)) {
      if (hasPage(command.getCommandSpec())) {
        add(command.getCommandSpec(), pages);
      }
    }
    return pages;
  }

  private void add(CommandSpec command, Map<String, String> pages) throws IOException {
    String name = CommandPage.name(command);
    Fragments parts = Fragments.of(fragments.resolve(name + ".mdoc"));
    pages.put(name + ".1", new CommandPage(command, parts).text(date));
    assertThat(parts.unused()).as("places that %s does not have", name).isEmpty();
  }

  /** The commands that help lists, each once. */
  static List<CommandLine> commands(CommandSpec program) {
    return program.subcommands().values().stream()
        .distinct()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .toList();
  }

  /** Nothing is left to say of help. */
  static boolean hasPage(CommandSpec command) {
    return !command.name().equals("help");
  }
}
