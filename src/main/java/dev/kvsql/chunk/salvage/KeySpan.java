package dev.kvsql.chunk.salvage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a B-tree node answers for: greater than {@code after}, from the first key there is
 * when that is null, and up to {@code upTo}, inclusive, to the last key there is when that is null.
 * Keys compare as unsigned bytes.
 */
public record KeySpan(byte @Nullable [] after, byte @Nullable [] upTo) {
  /** Every key there is. */
  public static final KeySpan ALL = new KeySpan(null, null);

  /** Orders spans by where they start. */
  static final Comparator<KeySpan> BY_START = (a, b) -> compareStarts(a.after, b.after);

  /** Whether a key lies within. */
  public boolean contains(byte[] key) {
    return (after == null || Arrays.compareUnsigned(key, after) > 0)
        && (upTo == null || Arrays.compareUnsigned(key, upTo) <= 0);
  }

  /** Whether no key can lie within. */
  boolean isEmpty() {
    return after != null && upTo != null && Arrays.compareUnsigned(after, upTo) >= 0;
  }

  /** Whether all of another span lies within. */
  boolean contains(KeySpan other) {
    return compareStarts(after, other.after) <= 0 && compareEnds(other.upTo, upTo) <= 0;
  }

  /** Whether a key may lie in both. */
  boolean meets(KeySpan other) {
    return !intersection(other).isEmpty();
  }

  /** What lies in both; may be empty. */
  KeySpan intersection(KeySpan other) {
    return new KeySpan(
        compareStarts(after, other.after) >= 0 ? after : other.after,
        compareEnds(upTo, other.upTo) <= 0 ? upTo : other.upTo);
  }

  /** Whether both end at the same key. */
  boolean endsWith(KeySpan other) {
    return compareEnds(upTo, other.upTo) == 0;
  }

  /** Whether both start at the same key. */
  boolean startsWith(KeySpan other) {
    return compareStarts(after, other.after) == 0;
  }

  /** Whether another span starts where this one ends. */
  boolean isFollowedBy(KeySpan next) {
    return upTo != null && next.after != null && Arrays.equals(upTo, next.after);
  }

  private static int compareStarts(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return Boolean.compare(b == null, a == null);
    }
    return Arrays.compareUnsigned(a, b);
  }

  private static int compareEnds(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    return Arrays.compareUnsigned(a, b);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeySpan span
        && Arrays.equals(after, span.after)
        && Arrays.equals(upTo, span.upTo);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(after) + Arrays.hashCode(upTo);
  }

  @Override
  public String toString() {
    return "(" + hex(after, "start") + ", " + hex(upTo, "end") + "]";
  }

  private static String hex(byte @Nullable [] key, String none) {
    return key == null ? none : HexFormat.of().formatHex(key);
  }
}
