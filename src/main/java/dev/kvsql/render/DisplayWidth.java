package dev.kvsql.render;

import org.jline.utils.WCWidth;

/**
 * How many terminal columns text takes: two for East Asian wide characters and emoji, none for
 * combining marks. Counted by code point, so an emoji joined from several counts as their sum;
 * terminals do not agree on those.
 */
public final class DisplayWidth {
  private static final String ELLIPSIS = "…";

  private DisplayWidth() {}

  /** The width in columns of text without control characters. */
  public static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  private static int of(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /**
   * Text that takes at most so many columns: what does not fit becomes an ellipsis.
   *
   * @param columns at least 1
   */
  static String cut(String text, int columns) {
    int width = 0;
    int fits = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      width += of(codePoint);
      if (width > columns) {
        return text.substring(0, fits) + ELLIPSIS;
      }
      at += Character.charCount(codePoint);
      if (width < columns) {
        fits = at;
      }
    }
    return text;
  }
}
