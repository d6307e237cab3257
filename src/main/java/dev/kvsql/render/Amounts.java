package dev.kvsql.render;

import java.util.List;
import java.util.Locale;

/** Numbers for people: thousands separators, and a noun in its right form. */
public final class Amounts {
  private static final List<String> BINARY_UNITS = List.of("KiB", "MiB", "GiB", "TiB");
  private static final List<String> TIME_UNITS = List.of("ns", "µs", "ms", "s");

  private Amounts() {}

  /** {@code 1,234,567}. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1 chunk}, {@code 2 chunks}. */
  public static String count(long value, String noun) {
    return number(value) + " " + noun + (value == 1 ? "" : "s");
  }

  /** {@code 1 entry}, {@code 23 entries}. */
  public static String entries(long value) {
    return number(value) + (value == 1 ? " entry" : " entries");
  }

  /** {@code 1 byte}, {@code 4,096 bytes}. */
  public static String bytes(long value) {
    return count(value, "byte");
  }

  /** {@code 64 MiB}, {@code 61.5 MiB}, {@code 100 bytes}: to three digits. */
  public static String size(long bytes) {
    int unit = Math.min(BINARY_UNITS.size(), (63 - Long.numberOfLeadingZeros(bytes | 1)) / 10);
    if (unit == 0) {
      return bytes(bytes);
    }
    return threeDigits((double) bytes / (1L << (10 * unit))).replaceFirst("\\.0+$", "")
        + " "
        + BINARY_UNITS.get(unit - 1);
  }

  /** {@code 7.25 µs}, {@code 912 µs}, {@code 1.02 s}: to three digits. */
  public static String duration(double nanos) {
    double value = nanos;
    int unit = 0;
    while (value >= 999.5 && unit < TIME_UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    return threeDigits(value) + " " + TIME_UNITS.get(unit);
  }

  private static String threeDigits(double value) {
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** {@code 7} for one chunk, {@code 10-114} for several, as commands take them. */
  public static String range(long first, long count) {
    return count == 1 ? Long.toString(first) : first + "-" + (first + count - 1);
  }
}
