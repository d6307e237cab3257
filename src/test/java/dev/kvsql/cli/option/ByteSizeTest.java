package dev.kvsql.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them. */
final class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "4196, 4196",
    "4196B, 4196",
    "0004, 4",
    "4K, 4096",
    "4k, 4096",
    "4KB, 4096",
    "4KiB, 4096",
    "4 kib, 4096",
    "1MiB, 1048576",
    "1G, 1073741824",
    "16TiB, 17592186044416",
    "17592186044416, 17592186044416",
    "0c, 0",
    "2c, 8192",
    "2c+100, 8292",
    "2c+0, 8192",
    "4294967296c, 17592186044416"
  })
  void aSizeIsReadInItsUnit(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "-1", "+1", "abc", "K", "1.5K", "1e3", "0x10", "1 2", "4iB", "4Ki B", "4P", "c",
        "2c+", "2c-1", "2c+1K", "2 c", "٣", "NaN"
      })
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "'" + text + "' is no size: expected bytes such as 4196, 4K, 4KiB, 1MiB or 2c+100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "17TiB",
        "17592186044417",
        "4294967296c+1",
        "4294967297c",
        "18446744073709551616",
        "9999999999999999999999999999T",
        "9999999999999999999c"
      })
  void whatNoFileCanHoldIsRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "'"
                + text
                + "' is more than a file can hold: at most 17,592,186,044,416 bytes (16TiB)");
  }
}
