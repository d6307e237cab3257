package dev.kvsql.render;

import java.util.HexFormat;

/**
 * Makes text from a store safe to print. Bytes in a database may be anything, also sequences that
 * move the cursor, answer on the terminal's behalf or reverse what is read.
 */
public final class Escapes {

  private Escapes() {}

  /**
   * Replaces what could command or mislead a terminal, so that the result is one line of visible
   * text: control characters (C0, DEL and C1), line and paragraph separators, bidirectional
   * embeddings, overrides and isolates (U+202A to U+202E, U+2066 to U+2069), and surrogates that
   * are not a pair. They become {@code \n}, {@code \r}, {@code \t} or <code>&#92;u001b</code>.
   *
   * <p>A backslash stays as it is: the result is for reading, it cannot always be turned back.
   */
  public static String forTerminal(CharSequence text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      if (isUnsafe(codePoint)) {
        safe.append(escaped(codePoint));
      } else {
        safe.appendCodePoint(codePoint);
      }
    }
    return safe.toString();
  }

  /** Whether {@link #forTerminal} replaces this code point; a lone surrogate is one. */
  static boolean isUnsafe(int codePoint) {
    return codePoint < 0x20
        || (codePoint >= 0x7f && codePoint <= 0x9f)
        || (codePoint >= 0x2028 && codePoint <= 0x202e)
        || (codePoint >= 0x2066 && codePoint <= 0x2069)
        || isSurrogate(codePoint);
  }

  static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** The character as a backslash, {@code u} and four lower-case hex digits. */
  static String unicode(int codeUnit) {
    return "\\u" + HexFormat.of().toHexDigits((char) codeUnit);
  }

  private static String escaped(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> unicode(codePoint);
    };
  }
}
