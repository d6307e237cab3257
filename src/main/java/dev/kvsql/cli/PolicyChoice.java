package dev.kvsql.cli;

import dev.kvsql.explore.policy.Policy;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One word of a {@code --policy} option: a policy's name, or {@code all}. */
record PolicyChoice(List<Policy> policies) {
  private static final String ALL = "all";

  PolicyChoice {
    policies = List.copyOf(policies);
  }

  static PolicyChoice parse(String text) {
    if (text.equalsIgnoreCase(ALL)) {
      return new PolicyChoice(List.of(Policy.values()));
    }
    return Arrays.stream(Policy.values())
        .filter(policy -> policy.label().equalsIgnoreCase(text))
        .findFirst()
        .map(policy -> new PolicyChoice(List.of(policy)))
        .orElseThrow(() ->
            new TypeConversionException(
                "'"
                    + text
                    + "' is no policy: expected "
                    + names().collect(Collectors.joining(", "))));
  }

  /** The policies of several words, each once, in the order in which they were named. */
  static List<Policy> union(List<PolicyChoice> choices) {
    return choices.stream().flatMap(choice -> choice.policies.stream()).distinct().toList();
  }

  private static Stream<String> names() {
    return Stream.concat(Arrays.stream(Policy.values()).map(Policy::label), Stream.of(ALL));
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<PolicyChoice> {
    @Override
    public PolicyChoice convert(String value) {
      return parse(value);
    }
  }

  /** What a shell completes. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }
}
