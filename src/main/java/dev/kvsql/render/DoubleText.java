package dev.kvsql.render;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Doubles as SQLite writes them. The layout is that of its {@code %!.17g}, which CAST to TEXT uses
 * (<a href="https://sqlite.org/printf.html">sqlite.org/printf.html</a>): a decimal point always,
 * with at least one digit behind it; an exponent of at least two digits below 1.0e-04 and from
 * 1.0e+17 on; {@code Inf} and {@code -Inf}; zero without a sign.
 *
 * <p>The digits are the fewest that read back as the same double, as {@link Double#toString} finds
 * them. SQLite before 3.53 stops at 15 digits, which loses some doubles; since then it writes up to
 * 17, of which the last may say nothing more: its 0.33333333333333332 is 0.3333333333333333 here.
 */
final class DoubleText {

  private static final int LOWEST_PLAIN_EXPONENT = -4;
  private static final int HIGHEST_PLAIN_EXPONENT = 16;

  private DoubleText() {}

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (value == 0) {
      return "0.0";
    }
    String sign = value < 0 ? "-" : "";
    return sign + (Double.isInfinite(value) ? "Inf" : positive(Math.abs(value)));
  }

  private static String positive(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent < LOWEST_PLAIN_EXPONENT || exponent > HIGHEST_PLAIN_EXPONENT) {
      String mantissa = withPoint(decimal.movePointLeft(exponent).toPlainString());
      return String.format(
          Locale.ROOT, "%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    return withPoint(decimal.toPlainString());
  }

  private static String withPoint(String digits) {
    return digits.contains(".") ? digits : digits + ".0";
  }
}
