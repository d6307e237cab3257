package dev.kvsql.chunk;

import static dev.kvsql.chunk.StoreContents.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileMetaTest {
  @ParameterizedTest
  @CsvSource({
    "0, 01000000000000000000",
    "1, 01000100000000000000",
    "4096, 01000010000000000000",
    "4294967295, 0100ffffffff00000000",
    "17592186044416, 01000000000000100000"
  })
  void aSizeIsTenBytes(long sizeBytes, String encoded) {
    assertThat(new FileMeta(sizeBytes).encode()).isEqualTo(bytes(encoded));
    assertThat(FileMeta.decode(bytes(encoded)))
        .isEqualTo(new FileMeta.WellFormed(new FileMeta(sizeBytes)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 10 bytes, 0 bytes",
    "01, 10 bytes, 1 byte",
    "010000000000000000, 10 bytes, 9 bytes",
    "0100000000000000000000, 10 bytes, 11 bytes",
    "00000000000000000000, version 1, version 0",
    "02000000000000000000, version 1, version 2",
    "00010000000000000000, version 1, version 256",
    "ffff0000000000000000, version 1, version 65535",
    "01000100000000100000, 'a size of at most 17,592,186,044,416 bytes', '17,592,186,044,417 bytes'",
    "0100ffffffffffffff7f, 'a size of at most 17,592,186,044,416 bytes', '9,223,372,036,854,775,807 bytes'",
    "01000000000000000080, 'a size of at most 17,592,186,044,416 bytes', '9,223,372,036,854,775,808 bytes'",
    "0100ffffffffffffffff, 'a size of at most 17,592,186,044,416 bytes', '18,446,744,073,709,551,615 bytes'"
  })
  void whatIsNoMetaSaysWhy(String encoded, String expected, String found) {
    assertThat(FileMeta.decode(bytes(encoded))).isEqualTo(new FileMeta.Malformed(expected, found));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, (1L << 44) + 1, Long.MIN_VALUE, Long.MAX_VALUE})
  void aSizeOutOfRangeIsRejected(long sizeBytes) {
    assertThatThrownBy(() -> new FileMeta(sizeBytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sizeBytes + " bytes is not within 0..17592186044416");
  }
}
