package dev.kvsql.cli.completion;

import java.util.regex.Pattern;

/** So much of a text of help as fits beside a word in a list. */
final class Summary {
  private static final Pattern DEFAULT = Pattern.compile("\\s*\\(default.*");

  /** Where a sentence ends, and where details begin. */
  private static final Pattern REST = Pattern.compile("[.:;](\\s.*)?$|\\.$");

  private Summary() {}

  /** Of a command its whole header, without the full stop. */
  static String ofCommand(String... header) {
    return String.join(" ", header).replaceFirst("\\.$", "");
  }

  /** Of an option the start of the first sentence, without details and the default. */
  static String ofOption(String... description) {
    String first = description.length == 0 ? "" : description[0];
    String untilDefault = DEFAULT.matcher(first).replaceFirst("");
    return REST.matcher(untilDefault).replaceFirst("");
  }
}
