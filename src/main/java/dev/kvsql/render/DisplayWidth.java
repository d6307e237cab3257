package dev.kvsql.render;

import org.jline.utils.WCWidth;

/**
 * How many terminal columns text takes: two for East Asian wide characters and emoji, none for
 * combining marks. Counted by code point, so an emoji joined from several counts as their sum;
 * terminals do not agree on those.
 */
public final class DisplayWidth {

  private DisplayWidth() {}

  /** The width in columns of text without control characters. */
  public static int of(String text) {
    return text.codePoints().map(codePoint -> Math.max(0, WCWidth.wcwidth(codePoint))).sum();
  }
}
