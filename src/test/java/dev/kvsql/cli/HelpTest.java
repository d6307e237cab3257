package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Help is everywhere, and on stdout. */
final class HelpTest {
  static Stream<String> commands() {
    return specs().map(CommandSpec::name);
  }

  /** Those that help lists. */
  static Stream<CommandSpec> specs() {
    return Kvsql.commandLine().getSubcommands().values().stream()
        .distinct()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden());
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
            "repl",
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
    assertThat(Cli.clean("help", command)).isEqualTo(help);
  }

  @Test
  void theProgramListsItsCommands() {
    String help = Cli.clean("--help");

    assertThat(help).contains("Usage: kvsql ");
    assertThat(commands())
        .allSatisfy(command -> assertThat(help).containsPattern("  " + command + "[ ,]"));
    assertThat(Cli.clean()).isEqualTo(help);
  }

  static Stream<CommandSpec> everySpec() {
    return Stream.concat(Stream.of(Kvsql.commandLine().getCommandSpec()), specs());
  }

  @ParameterizedTest
  @MethodSource("everySpec")
  void everyHelpHasExamplesThatCanBeParsed(CommandSpec command) {
    List<String> examples = Examples.of(command);

    assertThat(examples).isNotEmpty().allMatch(example -> example.startsWith("kvsql "));
    assertThat(examples)
        .allSatisfy(example -> {
          String[] words = Examples.words(example);
          assertThatCode(() -> Kvsql.commandLine().parseArgs(words))
              .as(example)
              .doesNotThrowAnyException();
          if (command.parent() != null) {
            assertThat(words[0]).isEqualTo(command.name());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("everySpec")
  void everyHelpSaysWithWhichCodesTheCommandEnds(CommandSpec command) {
    assertThat(command.usageMessage().exitCodeList().keySet())
        .startsWith("0", "1", "2")
        .isSubsetOf("0", "1", "2", "3", "4", "5", "6", "10", "11", "130");
  }

  @ParameterizedTest
  @MethodSource("everySpec")
  void everyOptionAndArgumentIsDescribed(CommandSpec command) {
    assertThat(command.args())
        .allSatisfy(
            argument -> assertThat(argument.description()).as(argument.toString()).isNotEmpty());
  }

  @Test
  void helpOnNothingIsTheOverview() {
    assertThat(Cli.clean("help")).isEqualTo(Cli.clean("--help"));
  }

  @Test
  void helpOnACommandThatIsNotThereAsksWhichWasMeant() {
    Cli.run("help", "chek")
        .assertRefused(2, "kvsql: no command 'chek'; did you mean check?; try: kvsql --help");
    Cli.run("help", "frobnicate")
        .assertRefused(2, "kvsql: no command 'frobnicate'; try: kvsql --help");
  }

  @Test
  void theVersionsThatMatterForABugReportAreTold() {
    assertThat(Cli.clean("--version"))
        .matches("kvsql \\S+\\RSQLite 3\\.\\d+\\.\\d+\\S*, Java 25\\S*\\R");
    assertThat(Cli.clean("check", "--version")).isEqualTo(Cli.clean("--version"));
  }

  @ParameterizedTest
  @MethodSource("commands")
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
