package dev.kvsql.cli.completion;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The script for zsh: a specification for {@code _arguments} for each command. */
record ZshScript(Grammar grammar) {
  String text() {
    return Template.named("kvsql.zsh")
        .with(
            "commands",
            grammar.verbs().stream()
                .flatMap(verb -> verb.names().stream().map(name -> described(name, verb)))
                .collect(joining("\n")))
        .with("takes", String.join("|", grammar.namesWithValue()))
        .with("common", lines("    ", grammar.common()))
        .with("verbs", grammar.verbs().stream().map(this::verb).collect(joining("\n")))
        .with("databases", Shell.DATABASES)
        .with("program", grammar.program())
        .text();
  }

  private static String described(String name, Verb verb) {
    return "    " + quoted(name + ":" + verb.summary());
  }

  private static String lines(String indent, List<Flag> flags) {
    return flags.stream()
        .flatMap(ZshScript::specs)
        .map(spec -> indent + quoted(spec))
        .collect(joining("\n"));
  }

  /** One for each name; a name that was given excludes the others. */
  private static Stream<String> specs(Flag flag) {
    String before = flag.repeatable() ? "*" : "(" + String.join(" ", flag.names()) + ")";
    return flag.names().stream()
        .map(name ->
            before
                + name
                + flag.value().map(_ -> name.startsWith("--") ? "=" : "+").orElse("")
                + "["
                + escaped(flag.summary(), "[]\\")
                + "]"
                + flag.value()
                    .map(value -> ":" + escaped(flag.label(), ":\\") + ":" + action(value))
                    .orElse(""));
  }

  private String verb(Verb verb) {
    Stream<String> options = verb.flags().stream().flatMap(ZshScript::specs);
    Stream<String> operands =
        IntStream.range(0, verb.operands().size())
            .mapToObj(index -> {
              Operand operand = verb.operands().get(index);
              return (operand.repeated() ? "*" : Integer.toString(index + 1))
                  + ":"
                  + operand.label()
                  + ":"
                  + action(operand.value());
            });
    return Stream.concat(options, operands)
        .map(spec -> " \\\n        " + quoted(spec))
        .collect(
            Collectors.joining(
                "",
                "    " + String.join("|", verb.names()) + ")\n      _arguments -S $common",
                "\n      ;;"));
  }

  private static String action(Value value) {
    return switch (value) {
      case Value.Choice(List<String> words) -> "(" + String.join(" ", words) + ")";
      case Value.Words(List<String> words) -> "_values -s , word " + String.join(" ", words);
      case Value.CommandName _ -> "_kvsql_commands";
      case Value.PathOfFile _ -> "_files";
      case Value.PathOfDirectory _ -> "_files -/";
      case Value.Database _ -> "_kvsql_databases";
      case Value.Size _ -> "_kvsql_sizes";
      case Value.Anything _ -> " ";
    };
  }

  private static String escaped(String text, String special) {
    return text.chars()
        .mapToObj(c -> (special.indexOf(c) < 0 ? "" : "\\") + Character.toString(c))
        .collect(joining());
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
