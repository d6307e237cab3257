package dev.kvsql.cli.completion;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command line may consist of.
 *
 * @param program its first word
 * @param common options that stand before a command or behind it
 */
record Grammar(String program, List<Flag> common, List<Verb> verbs) {
  Grammar {
    common = List.copyOf(common);
    verbs = List.copyOf(verbs);
    requireOneMeaning(common, verbs);
  }

  static Grammar of(CommandSpec program) {
    Set<String> common =
        program.options().stream()
            .flatMap(option -> Arrays.stream(option.names()))
            .collect(Collectors.toSet());
    return new Grammar(
        program.name(),
        program.options().stream().filter(option -> !option.hidden()).map(Flag::of).toList(),
        program.subcommands().values().stream()
            .distinct()
            .map(CommandLine::getCommandSpec)
            .filter(command -> !command.usageMessage().hidden())
            .map(command -> Verb.of(command, common))
            .toList());
  }

  /** Every name of an option that takes a value, whatever the command. */
  Set<String> namesWithValue() {
    return names(common, verbs, true);
  }

  private static Set<String> names(List<Flag> common, List<Verb> verbs, boolean withValue) {
    return Stream.concat(common.stream(), verbs.stream().flatMap(verb -> verb.flags().stream()))
        .filter(flag -> flag.value().isPresent() == withValue)
        .flatMap(flag -> flag.names().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The scripts find operands without knowing the command; and so do people. */
  private static void requireOneMeaning(List<Flag> common, List<Verb> verbs) {
    Set<String> both = new HashSet<>(names(common, verbs, true));
    both.retainAll(names(common, verbs, false));
    if (!both.isEmpty()) {
      throw new IllegalArgumentException("take a value with some commands only: " + both);
    }
  }
}
