package dev.kvsql.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/** What kind of value the spec of an argument tells. */
final class Values {
  private Values() {}

  static Value of(ArgSpec argument) {
    List<String> words = words(argument);
    if (!words.isEmpty()) {
      return argument.splitRegex().isEmpty() ? new Value.Choice(words) : new Value.Words(words);
    }
    boolean path = Path.class.equals(elementType(argument));
    return switch (argument.paramLabel()) {
      case "DIR" -> new Value.PathOfDirectory();
      case "SIZE" -> new Value.Size();
      case "COMMAND" -> new Value.CommandName();
      case "NAME" -> new Value.Database();
      case String _ when path -> new Value.PathOfFile();
      case String _ -> new Value.Anything();
    };
  }

  private static Class<?> elementType(ArgSpec argument) {
    return argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
  }

  private static List<String> words(ArgSpec argument) {
    List<String> words = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(words::add);
    }
    return words;
  }
}
