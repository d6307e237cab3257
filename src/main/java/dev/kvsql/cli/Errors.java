package dev.kvsql.cli;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.cli.failure.FailureText;
import dev.kvsql.cli.failure.Suggestions;
import dev.kvsql.render.Escapes;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where failures become a line on stderr and an exit code. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Pattern CHOICES =
      Pattern.compile("expected one of \\[[A-Z0-9_, ]+] \\(case-insensitive\\)");

  private final Globals globals;

  Errors(Globals globals) {
    this.globals = globals;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    print(command, failure);
    return exitCode(failure);
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName(" ");
    err.println(name + ": " + Escapes.forTerminal(usage(failure)) + "; try: " + name + " --help");
    trace(failure, err);
    err.flush();
    return ExitCode.USAGE;
  }

  private static String usage(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().getFirst(), unmatched.getCommandLine());
    }
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    // The constants of an enum, which people write in small letters.
    return CHOICES
            .matcher(message)
            .replaceFirst(choices -> choices.group().toLowerCase(Locale.ROOT))
        + choice(failure);
  }

  private static String unmatched(String word, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (word.startsWith("-")) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      List<String> names =
          spec.options().stream()
              .filter(option -> !option.hidden())
              .flatMap(option -> Arrays.stream(option.names()))
              .filter(known -> known.startsWith("--"))
              .toList();
      return "Unknown option: '" + name + "'" + Suggestions.didYouMean(name, names);
    }
    return command.getParent() == null
        ? noCommand(word, spec)
        : "Unmatched argument: '" + word + "'";
  }

  /** What may have been meant by a value that is none of those that an option takes. */
  private static String choice(ParameterException failure) {
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    if (argument == null || value == null || argument.completionCandidates() == null) {
      return "";
    }
    List<String> candidates = new ArrayList<>();
    argument.completionCandidates().forEach(candidates::add);
    return Suggestions.didYouMean(value, candidates);
  }

  /** What to say of a command that is not there. */
  static String noCommand(String word, CommandSpec program) {
    List<String> names =
        program.subcommands().entrySet().stream()
            .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
            .map(command -> command.getKey())
            .toList();
    return "no command '" + word + "'" + Suggestions.didYouMean(word, names);
  }

  /** Prints one line about a failure. */
  void print(CommandLine command, Exception failure) {
    PrintWriter err = command.getErr();
    err.println(
        command.getCommandSpec().qualifiedName(" ") + ": " + Escapes.forTerminal(text(failure)));
    trace(failure, err);
    err.flush();
  }

  /** The exit code that a failure ends a command with. */
  static int exitCode(Exception failure) {
    return switch (failure) {
      case UsageException _ -> ExitCode.USAGE;
      case StoreException.Missing _ -> ExitCode.MISSING;
      case StoreException.Locked _ -> ExitCode.LOCKED;
      case SQLException sql when sql.getCause() instanceof StoreException cause -> exitCode(cause);
      default -> ExitCode.FAILED;
    };
  }

  private static String text(Exception failure) {
    return failure instanceof UsageException
        ? String.valueOf(failure.getMessage())
        : FailureText.of(failure);
  }

  private void trace(Exception failure, PrintWriter err) {
    if (globals.debug()) {
      failure.printStackTrace(err);
    }
  }
}
