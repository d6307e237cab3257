package dev.kvsql.man;

import java.util.regex.Pattern;

/** How text must be written so that roff and mdoc take it for text. */
final class Roff {
  /** What mdoc takes for a macro, or for punctuation that belongs to the word before or after. */
  private static final Pattern SPECIAL = Pattern.compile("%?[A-Z][a-z0-9]|[.,:;()\\[\\]?!|]");

  /** Hyphens of options and codes, which must not become those of words. */
  private static final Pattern LITERAL_HYPHEN =
      Pattern.compile("(?<=^|[ '(])-|-(?=-)|(?<=-)-|(?<=[0-9A-Z])-(?=[0-9A-Z])");

  private Roff() {}

  /** A word among the arguments of a macro. */
  static String argument(String word) {
    String escaped = literal(word).replace("\"", "\\(dq");
    return SPECIAL.matcher(word).matches() ? "\\&" + escaped : escaped;
  }

  /** A word that people copy: its hyphens stay what a keyboard has. */
  static String literal(String word) {
    return escaped(word).replace("-", "\\-");
  }

  /** A line of running text, which must not look like a request. */
  static String line(String text) {
    String escaped = LITERAL_HYPHEN.matcher(escaped(text)).replaceAll("\\\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e");
  }
}
