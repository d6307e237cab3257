package dev.kvsql.render;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values of SQLite as people read them in a table. */
final class ValueText {

  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private ValueText() {}

  /**
   * One line of visible text.
   *
   * @param nullText stands for null
   */
  static String of(@Nullable Object value, String nullText) {
    return switch (value) {
      case null -> nullText;
      case Integer integer -> integer.toString();
      case Long integer -> integer.toString();
      case Double real -> DoubleText.of(real);
      case String text -> Escapes.forTerminal(text);
      case byte[] blob -> "X'" + UPPER_HEX.formatHex(blob) + "'";
      default -> throw foreign(value);
    };
  }

  static IllegalArgumentException foreign(Object value) {
    return new IllegalArgumentException(
        "expected null, Integer, Long, Double, String or byte[], found "
            + value.getClass().getName());
  }
}
