package dev.kvsql.cli.completion;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option.
 *
 * @param names with their hyphens, the shortest first
 * @param summary a sentence
 * @param label what help calls the value; empty where there is none
 * @param value nothing when it takes none
 * @param repeatable whether it may stand there several times
 */
record Flag(
    List<String> names, String summary, String label, Optional<Value> value, boolean repeatable) {
  Flag {
    names = List.copyOf(names);
  }

  static Flag of(OptionSpec option) {
    boolean takesValue = option.arity().max() > 0;
    return new Flag(
        Arrays.asList(option.names()),
        Summary.ofOption(option.description()),
        takesValue ? option.paramLabel() : "",
        takesValue ? Optional.of(Values.of(option)) : Optional.empty(),
        option.isMultiValue() && option.splitRegex().isEmpty());
  }
}
