package dev.kvsql.render;

import java.util.Locale;

/** Numbers for people: thousands separators, and a noun in its right form. */
public final class Amounts {
  private Amounts() {}

  /** {@code 1,234,567}. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 1 chunk}, {@code 2 chunks}. */
  public static String count(long value, String noun) {
    return number(value) + " " + noun + (value == 1 ? "" : "s");
  }

  /** {@code 1 byte}, {@code 4,096 bytes}. */
  public static String bytes(long value) {
    return count(value, "byte");
  }

  /** {@code 7} for one chunk, {@code 10-114} for several, as commands take them. */
  public static String range(long first, long count) {
    return count == 1 ? Long.toString(first) : first + "-" + (first + count - 1);
  }
}
