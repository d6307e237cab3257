package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteCursorTest {

  @ParameterizedTest
  @CsvSource({
    "00, 0, 1",
    "7f, 127, 1",
    "8100, 128, 2",
    "ff7f, 16383, 2",
    "81808000, 2097152, 4",
    "ffffffffffffff7f, 72057594037927935, 8",
    "80c080808080808000, 72057594037927936, 9",
    "ffffffffffffffffff, -1, 9",
    "8080808080808080ff, 255, 9",
    "ffffffffffffffffff01, -1, 9"
  })
  void aVarintTakesOneToNineBytes(String hex, long value, int bytes) {
    ByteCursor cursor = cursor(hex);
    assertThat(cursor.varint()).isEqualTo(value);
    assertThat(cursor.position()).isEqualTo(bytes);
    assertThat(cursor.overrun()).isFalse();
  }

  @Test
  void integersAreBigEndian() {
    assertThat(cursor("fe").u8()).isEqualTo(0xfe);
    assertThat(cursor("fe01").u16()).isEqualTo(0xfe01);
    assertThat(cursor("fe010203").u32()).isEqualTo(0xfe010203L);
    assertThat(cursor("fe0102").signed(3)).isEqualTo(-0x01fefe);
    assertThat(cursor("7e0102030405").signed(6)).isEqualTo(0x7e0102030405L);
  }

  @Test
  void readsPastTheLimitAreZeroAndRemembered() {
    ByteCursor cursor = new ByteCursor(new byte[] {1, 2, 3}, 0, 2);
    assertThat(cursor.u16()).isEqualTo(0x0102);
    assertThat(cursor.overrun()).isFalse();
    assertThat(cursor.u32()).isZero();
    assertThat(cursor.overrun()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, false", "3, false", "4, true", "2147483647, true", "-1, true"})
  void skipsPastTheLimitAreRemembered(int count, boolean overrun) {
    ByteCursor cursor = cursor("010203");
    cursor.skip(count);
    assertThat(cursor.overrun()).isEqualTo(overrun);
  }

  @ParameterizedTest
  @CsvSource({"-5, 3", "9, 3", "1, 9", "2, 1"})
  void aRangeOutsideTheBytesIsCutToThem(int start, int limit) {
    ByteCursor cursor = new ByteCursor(new byte[] {1, 2, 3}, start, limit);
    cursor.varint();
    cursor.u32();
    assertThat(cursor.overrun()).isTrue();
  }

  private static ByteCursor cursor(String hex) {
    return ByteCursor.at(HexFormat.of().parseHex(hex), 0);
  }
}
