package dev.kvsql.cli.option;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.render.Amounts;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A size as people write it: {@code 4196}, {@code 4K}, {@code 4KiB}, {@code 1MiB}, {@code 2c+100}
 * (2 chunks and 100 bytes). Units are powers of 1024.
 *
 * @param bytes 0 to {@link StoreKey#MAX_FILE_BYTES}
 */
public record ByteSize(long bytes) {
  private static final Pattern PLAIN =
      Pattern.compile("(\\d+)\\s*(?:([kmgt])(?:i?b)?|b)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHUNKS = Pattern.compile("(\\d+)c(?:\\+(\\d+))?");
  private static final String EXPECTED = "expected bytes such as 4196, 4K, 4KiB, 1MiB or 2c+100";

  /**
   * Reads a size.
   *
   * @throws TypeConversionException when it is none, and says what one looks like
   */
  public static ByteSize parse(String text) {
    Matcher chunks = CHUNKS.matcher(text);
    if (chunks.matches()) {
      BigInteger rest = new BigInteger(chunks.group(2) == null ? "0" : chunks.group(2));
      return checked(
          new BigInteger(chunks.group(1))
              .multiply(BigInteger.valueOf(StoreKey.CHUNK_BYTES))
              .add(rest),
          text);
    }
    Matcher plain = PLAIN.matcher(text);
    if (!plain.matches()) {
      throw new TypeConversionException("'" + text + "' is no size: " + EXPECTED);
    }
    String unit = plain.group(2) == null ? "" : plain.group(2);
    int shift = 10 * ("kmgt".indexOf(unit.toLowerCase(Locale.ROOT)) + 1);
    return checked(new BigInteger(plain.group(1)).shiftLeft(unit.isEmpty() ? 0 : shift), text);
  }

  private static ByteSize checked(BigInteger bytes, String text) {
    if (bytes.compareTo(BigInteger.valueOf(StoreKey.MAX_FILE_BYTES)) > 0) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is more than a file can hold: at most "
              + Amounts.bytes(StoreKey.MAX_FILE_BYTES)
              + " (16TiB)");
    }
    return new ByteSize(bytes.longValueExact());
  }

  /** For picocli. */
  public static final class Converter implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String value) {
      return parse(value);
    }
  }
}
