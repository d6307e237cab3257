package dev.kvsql.cli.completion;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command.
 *
 * @param names its own, and others for the same
 * @param summary a sentence
 * @param flags those that not every command takes
 */
record Verb(List<String> names, String summary, List<Flag> flags, List<Operand> operands) {
  Verb {
    names = List.copyOf(names);
    flags = List.copyOf(flags);
    operands = List.copyOf(operands);
  }

  static Verb of(CommandSpec command, Set<String> common) {
    return new Verb(
        List.copyOf(command.names()),
        Summary.ofCommand(command.usageMessage().header()),
        command.options().stream()
            .filter(option -> !option.hidden())
            .filter(option -> Arrays.stream(option.names()).noneMatch(common::contains))
            .map(Flag::of)
            .toList(),
        command.positionalParameters().stream()
            .filter(operand -> !operand.hidden())
            .map(Operand::of)
            .toList());
  }
}
