package dev.kvsql.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers for people. */
final class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.00 ns",
    "7.25, 7.25 ns",
    "12.34, 12.3 ns",
    "999.4, 999 ns",
    "999.6, 1.00 µs",
    "9996, 10.0 µs",
    "99960, 100 µs",
    "912345, 912 µs",
    "1020000, 1.02 ms",
    "1500000000, 1.50 s",
    "12345000000000, '12,345 s'"
  })
  void durationsHaveThreeDigits(double nanos, String text) {
    assertThat(Amounts.duration(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, '1,023 bytes'",
    "1024, 1 KiB",
    "65536, 64 KiB",
    "1048575, '1,024 KiB'",
    "62600000, 59.7 MiB",
    "1073741824, 1 GiB",
    "1288490188, 1.20 GiB",
    "17592186044416, 16 TiB",
    "9223372036854775807, '8,388,608 TiB'"
  })
  void sizesHaveThreeDigits(long bytes, String text) {
    assertThat(Amounts.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 entries", "1, 1 entry", "2, 2 entries", "1000, '1,000 entries'"})
  void entriesHaveTheirOwnPlural(long entries, String text) {
    assertThat(Amounts.entries(entries)).isEqualTo(text);
  }
}
