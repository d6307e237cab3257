package dev.kvsql.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A share of the work. Which one a database belongs to depends on nothing but the path of its store
 * and its own name: on every machine the same, whatever stores appear or vanish meanwhile.
 *
 * @param index from 1 to {@code count}
 * @param count how many shares there are
 */
public record Shard(int index, int count) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  /** Everything: the only share. */
  public static final Shard ALL = new Shard(1, 1);

  /** Reads {@code I/N}, with I from 1 to N; nothing when it is not that. */
  public static Optional<Shard> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Shard shard = new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    return shard.index >= 1 && shard.index <= shard.count ? Optional.of(shard) : Optional.empty();
  }

  /**
   * Whether something belongs to this share.
   *
   * @param store what decides of its store
   * @param database name of the database; empty for the store itself
   */
  boolean holds(String store, String database) {
    CRC32C crc = new CRC32C();
    crc.update(store.getBytes(StandardCharsets.UTF_8));
    crc.update(0);
    crc.update(database.getBytes(StandardCharsets.UTF_8));
    return spread(crc.getValue()) % count == index - 1;
  }

  /** Names that differ in their last digits only would otherwise crowd into some shares. */
  private static long spread(long checksum) {
    long mixed = (checksum ^ (checksum >>> 16)) * 0x9E3779B97F4A7C15L;
    return mixed >>> 33;
  }

  /** {@code 2/8}. */
  @Override
  public String toString() {
    return index + "/" + count;
  }
}
