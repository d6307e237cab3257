package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteSourceTest {
  private final ByteSource source = ByteSource.of(new byte[] {1, 2, 3, 4});

  @Test
  void theSizeIsTheArrays() {
    assertThat(source.sizeBytes()).isEqualTo(4);
    assertThat(ByteSource.of(new byte[0]).sizeBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 2, 3",
    "1, 2, 3, 4",
    "2, 3, 4, 0",
    "3, 4, 0, 0",
    "4, 0, 0, 0",
    "4294967296, 0, 0, 0",
    "9223372036854775807, 0, 0, 0"
  })
  void bytesPastTheEndReadAsZero(long offset, byte first, byte second, byte third) {
    byte[] into = {9, 9, 9};
    source.read(offset, into);
    assertThat(into).containsExactly(first, second, third);
  }
}
