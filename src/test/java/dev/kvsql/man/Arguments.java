package dev.kvsql.man;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options and positional arguments of a command in mdoc. */
final class Arguments {
  /** More words than that are told below, not in the synopsis. */
  private static final int MOST_CHOICES = 5;

  private final CommandSpec command;

  Arguments(CommandSpec command) {
    this.command = command;
  }

  /** Those of the command, then those of every command. */
  List<OptionSpec> options() {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted(
            Comparator.comparing(Arguments::isCommon)
                .thenComparing(option -> option.usageHelp() || option.versionHelp()))
        .toList();
  }

  private static boolean isCommon(OptionSpec option) {
    return option.inherited() || option.usageHelp() || option.versionHelp();
  }

  List<PositionalParamSpec> operands() {
    return command.positionalParameters().stream().filter(operand -> !operand.hidden()).toList();
  }

  /** The lines of the synopsis. */
  List<String> synopsis() {
    List<String> lines = new ArrayList<>();
    for (OptionSpec option : options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String flag = "Fl " + flag(option.shortestName()) + value(option);
        lines.add(option.required() ? "." + flag : ".Op " + flag);
      }
    }
    for (PositionalParamSpec operand : operands()) {
      String name = "Ar " + operand.paramLabel() + (operand.arity().max() > 1 ? " ..." : "");
      lines.add(operand.arity().min() > 0 ? "." + name : ".Op " + name);
    }
    return lines;
  }

  /** The tag of an option in a list. */
  static String tag(OptionSpec option) {
    return Arrays.stream(option.names())
            .map(Arguments::flag)
            .collect(Collectors.joining(" , ", ".It Fl ", ""))
        + value(option);
  }

  /** In mdoc the macro Fl is the first hyphen. */
  private static String flag(String name) {
    return name.substring(1);
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    Set<String> choices = choices(option);
    boolean listed = option.splitRegex().isEmpty() && !option.isMultiValue();
    if (listed && !choices.isEmpty() && choices.size() <= MOST_CHOICES) {
      return " Cm " + inOrder(option).stream().collect(Collectors.joining(" | "));
    }
    String label = " Ar " + option.paramLabel();
    return option.splitRegex().isEmpty() ? label : label + " Ns Op , Ns Ar ...";
  }

  /** The words that an option or argument takes; none when it takes others as well. */
  static Set<String> choices(ArgSpec argument) {
    return new TreeSet<>(inOrder(argument));
  }

  private static List<String> inOrder(ArgSpec argument) {
    List<String> words = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(words::add);
    }
    return words;
  }

  /** The names of everything that has a value. */
  Set<String> labels() {
    return command.args().stream().map(ArgSpec::paramLabel).collect(Collectors.toSet());
  }
}
