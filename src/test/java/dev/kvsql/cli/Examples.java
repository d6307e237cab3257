package dev.kvsql.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** The command lines at the end of a command's help. */
final class Examples {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");

  /** Where the shell takes over from the command line. */
  private static final List<String> SHELL = List.of("|", "&&", "<", ">");

  private Examples() {}

  static List<String> of(CommandSpec command) {
    return Arrays.stream(command.usageMessage().footer())
        .dropWhile(line -> !line.equals("Examples:"))
        .skip(1)
        .map(String::strip)
        .toList();
  }

  /** The words behind the program's name, as a shell hands them over. */
  static String[] words(String example) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(example);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.stream().skip(1).takeWhile(word -> !SHELL.contains(word)).toArray(String[]::new);
  }
}
