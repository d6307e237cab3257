package dev.kvsql.cli.completion;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The script for bash. */
record BashScript(Grammar grammar) {
  String text() {
    return Template.named("kvsql.bash")
        .with("common", names(grammar.common()))
        .with("options", grammar.verbs().stream().map(this::options).collect(joining("\n")))
        .with(
            "values",
            Stream.concat(
                    grammar.common().stream().map(flag -> value("*", flag)),
                    grammar.verbs().stream().map(this::values))
                .filter(line -> !line.isEmpty())
                .collect(joining("\n")))
        .with(
            "operands",
            grammar.verbs().stream()
                .map(this::operands)
                .filter(line -> !line.isEmpty())
                .collect(joining("\n")))
        .with("takes", String.join(" | ", grammar.namesWithValue()))
        .with("commands", commands())
        .with("databases", Shell.DATABASES)
        .with("program", grammar.program())
        .text();
  }

  private static String names(List<Flag> flags) {
    return flags.stream().flatMap(flag -> flag.names().stream()).collect(joining(" "));
  }

  private String commands() {
    return grammar.verbs().stream().flatMap(verb -> verb.names().stream()).collect(joining(" "));
  }

  private String options(Verb verb) {
    return "    " + String.join(" | ", verb.names()) + ") words+=' " + names(verb.flags()) + "' ;;";
  }

  private String values(Verb verb) {
    return verb.flags().stream()
        .flatMap(flag -> verb.names().stream().map(name -> value(name, flag)))
        .filter(line -> !line.isEmpty())
        .collect(joining("\n"));
  }

  private String value(String command, Flag flag) {
    Optional<String> kind = flag.value().map(this::kind);
    return kind.isEmpty()
        ? ""
        : flag.names().stream()
            .map(name -> command + ":" + name)
            .collect(joining(" | ", "    ", ") kind='" + kind.get() + "' ;;"));
  }

  private String operands(Verb verb) {
    return IntStream.range(0, verb.operands().size())
        .mapToObj(index -> {
          Operand operand = verb.operands().get(index);
          String number = operand.repeated() ? "*" : "" + (index + 1);
          return verb.names().stream()
              .map(name -> name + ":" + number)
              .collect(joining(" | ", "    ", ") kind='" + kind(operand.value()) + "' ;;"));
        })
        .collect(joining("\n"));
  }

  private String kind(Value value) {
    return switch (value) {
      case Value.Choice(List<String> words) -> "one " + String.join(" ", words);
      case Value.Words(List<String> words) -> "some " + String.join(" ", words);
      case Value.CommandName _ -> "one " + commands();
      case Value.PathOfFile _ -> "file";
      case Value.PathOfDirectory _ -> "directory";
      case Value.Database _ -> "database";
      case Value.Size _ -> "size";
      case Value.Anything _ -> "other";
    };
  }
}
