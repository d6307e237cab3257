package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Help is everywhere, and on stdout. */
final class HelpTest {
  static Stream<String> commands() {
    return Kvsql.commandLine().getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey);
  }

  @Test
  void theCommandsThatTheDesignNamesAreThere() {
    assertThat(commands())
        .contains(
            "inspect",
            "dump",
            "truncate",
            "check",
            "repair",
            "undo",
            "sql",
            "create",
            "import",
            "export",
            "bench",
            "demo",
            "help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    String help = Cli.clean(command, "--help");

    assertThat(help).contains("Usage: kvsql " + command + " ").endsWith("\n");
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    if (!command.equals("help")) {
      assertThat(Cli.clean("help", command)).isEqualTo(help);
    }
  }

  @Test
  void theProgramListsItsCommands() {
    String help = Cli.clean("--help");

    assertThat(help).contains("Usage: kvsql ");
    assertThat(commands()).allSatisfy(command -> assertThat(help).contains("  " + command + " "));
    assertThat(Cli.clean()).isEqualTo(help);
  }

  @Test
  void theVersionsThatMatterForABugReportAreTold() {
    assertThat(Cli.clean("--version"))
        .matches("kvsql \\S+\\RSQLite 3\\.\\d+\\.\\d+\\S*, Java 25\\S*\\R");
    assertThat(Cli.clean("check", "--version")).isEqualTo(Cli.clean("--version"));
  }

  static Stream<String> commandsButHelp() {
    return commands().filter(command -> !command.equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commandsButHelp")
  void anUnknownOptionIsOneLineWithWhereToReadMore(String command) {
    Cli run = Cli.run(command, "--no-such-option");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().toLowerCase(Locale.ROOT))
        .hasLineCount(1)
        .startsWith("kvsql " + command + ": ")
        .endsWith("; try: kvsql " + command + " --help" + System.lineSeparator());
  }
}
