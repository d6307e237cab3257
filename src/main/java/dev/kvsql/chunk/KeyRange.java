package dev.kvsql.chunk;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Keys from {@code from}, inclusive, to {@code to}, exclusive; without an end when {@code to} is
 * null. Keys compare as unsigned bytes, a prefix before what it is a prefix of.
 */
public record KeyRange(byte[] from, byte @Nullable [] to) {
  /** Every key there is. */
  public static final KeyRange ALL = new KeyRange(new byte[0], null);

  /** One key. */
  public static KeyRange single(byte[] key) {
    return new KeyRange(key, Arrays.copyOf(key, key.length + 1));
  }

  /** Whether a key lies within this range. */
  public boolean contains(byte[] key) {
    return Arrays.compareUnsigned(from, key) <= 0
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  /** Whether no key can lie within this range. */
  public boolean isEmpty() {
    return to != null && Arrays.compareUnsigned(from, to) >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyRange range
        && Arrays.equals(from, range.from)
        && Arrays.equals(to, range.to);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return "[" + hex.formatHex(from) + ", " + (to == null ? "end" : hex.formatHex(to)) + ")";
  }
}
