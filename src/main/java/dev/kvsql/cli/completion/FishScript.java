package dev.kvsql.cli.completion;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The script for fish: a {@code complete} for each word that may come next. */
record FishScript(Grammar grammar) {
  String text() {
    Stream<String> lines =
        Stream.of(
                grammar.verbs().stream().flatMap(this::command),
                grammar.common().stream().map(flag -> option("", flag)),
                grammar.verbs().stream().flatMap(this::options),
                grammar.verbs().stream().flatMap(this::operands))
            .flatMap(part -> part);
    return Template.named("kvsql.fish")
        .with("takes", String.join(" ", grammar.namesWithValue()))
        .with("completions", lines.collect(joining("\n")))
        .with("databases", Shell.DATABASES)
        .with("program", grammar.program())
        .text();
  }

  private Stream<String> command(Verb verb) {
    return verb.names().stream()
        .map(name ->
            complete(" -n __kvsql_needs_command")
                + " -a "
                + name
                + " -d "
                + quoted(verb.summary()));
  }

  private Stream<String> options(Verb verb) {
    String condition = " -n " + quoted("__kvsql_is " + String.join(" ", verb.names()));
    return verb.flags().stream().map(flag -> option(condition, flag));
  }

  private String option(String condition, Flag flag) {
    return complete(condition)
        + flag.names().stream().map(FishScript::name).collect(joining())
        + flag.value().map(this::value).orElse("")
        + " -d "
        + quoted(flag.summary());
  }

  private static String name(String name) {
    return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
  }

  private Stream<String> operands(Verb verb) {
    return IntStream.range(0, verb.operands().size())
        .filter(index -> !(verb.operands().get(index).value() instanceof Value.Anything))
        .mapToObj(index -> {
          Operand operand = verb.operands().get(index);
          int number = operand.repeated() ? 0 : index + 1;
          String names = String.join(" ", verb.names());
          String condition = " -n " + quoted("__kvsql_operand " + number + " " + names);
          return complete(condition) + value(operand.value());
        });
  }

  private String complete(String condition) {
    return "complete -c " + grammar.program() + condition;
  }

  private String value(Value value) {
    return switch (value) {
      case Value.Choice(List<String> words) -> exactly(String.join(" ", words));
      case Value.Words(List<String> words) ->
          exactly("(__kvsql_words " + String.join(" ", words) + ")");
      case Value.CommandName _ ->
          exactly(
              grammar.verbs().stream()
                  .flatMap(verb -> verb.names().stream())
                  .collect(joining(" ")));
      case Value.PathOfFile _ -> " -r -F";
      case Value.PathOfDirectory _ -> exactly("(__fish_complete_directories)");
      case Value.Database _ -> exactly("(__kvsql_databases)");
      case Value.Size _ -> exactly("(__kvsql_sizes)");
      case Value.Anything _ -> " -x";
    };
  }

  private static String exactly(String words) {
    return " -x -a " + quoted(words);
  }

  private static String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
