package dev.kvsql.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ChecksumMapTest {
  /** The check value of CRC-32C, and that of nothing. */
  @Test
  void aChecksumIsTheCrc32cWithItsHighestByteFirst() {
    assertThat(ChecksumMap.checksum("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(StoreContents.bytes("e3069283"));
    assertThat(ChecksumMap.checksum(new byte[0])).isEqualTo(StoreContents.bytes("00000000"));
  }
}
