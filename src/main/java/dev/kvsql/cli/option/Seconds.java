package dev.kvsql.cli.option;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as people write it: {@code 5}, {@code 0.5}; up to 999,999,999 seconds. */
public final class Seconds implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?|\\.\\d{1,9}");

  @Override
  public Duration convert(String value) {
    if (!FORM.matcher(value).matches()) {
      throw new TypeConversionException(
          "'" + value + "' is no time: expected seconds such as 5, 0.5 or 0");
    }
    return Duration.ofNanos(new BigDecimal(value).movePointRight(9).longValueExact());
  }
}
