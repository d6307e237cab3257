package dev.kvsql.chunk;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A key and its value. The arrays belong to whoever receives the entry. */
public record Entry(byte[] key, byte[] value) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry entry
        && Arrays.equals(key, entry.key)
        && Arrays.equals(value, entry.value);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(key) + "=" + value.length + " bytes";
  }
}
