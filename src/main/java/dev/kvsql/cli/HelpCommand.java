package dev.kvsql.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvsql help}: what {@code --help} tells, in the order of words that people try first. */
@Command(
    name = "help",
    header = "Explains a command, or lists all of them.",
    description = "Prints what COMMAND --help prints; without COMMAND, the commands.",
    exitCodeList = {ExitText.DONE, ExitText.FAILED, "2:There is no such command."},
    footer = {"", "Examples:", "  kvsql help", "  kvsql help check"})
final class HelpCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "The command.")
  private @Nullable String command;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    explained(program).usage(program.getOut(), program.getColorScheme());
    return ExitCode.CLEAN;
  }

  private CommandLine explained(CommandLine program) {
    if (command == null) {
      return program;
    }
    CommandLine found = program.getSubcommands().get(command);
    if (found == null) {
      throw new ParameterException(program, Errors.noCommand(command, program.getCommandSpec()));
    }
    return found;
  }
}
