package dev.kvsql.chunk;

import static dev.kvsql.chunk.StoreContents.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rivet's keys, byte for byte. */
final class StoreKeyTest {
  private static final long LAST = (1L << 32) - 1;

  @ParameterizedTest
  @CsvSource({"MAIN, 08010000", "JOURNAL, 08010001", "WAL, 08010002", "SHM, 08010003"})
  void metaKeys(FileTag file, String key) {
    assertThat(StoreKey.meta(file)).isEqualTo(bytes(key));
    assertThat(StoreKey.parse(bytes(key))).isEqualTo(new StoreKey.Meta(file));
  }

  @ParameterizedTest
  @CsvSource({
    "MAIN, 0, 0801010000000000",
    "MAIN, 1, 0801010000000001",
    "JOURNAL, 258, 0801010100000102",
    "WAL, 2147483647, 080101027fffffff",
    "WAL, 2147483648, 0801010280000000",
    "SHM, 4294967295, 08010103ffffffff"
  })
  void chunkKeys(FileTag file, long index, String key) {
    assertThat(StoreKey.chunk(file, index)).isEqualTo(bytes(key));
    assertThat(StoreKey.parse(bytes(key))).isEqualTo(new StoreKey.Chunk(file, index));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, LAST + 1, Long.MIN_VALUE, Long.MAX_VALUE})
  void anIndexOutOfRangeIsRejected(long index) {
    assertThatThrownBy(() -> StoreKey.chunk(FileTag.MAIN, index))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chunk index " + index + " is not within 0..4294967295");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08",
        "0801",
        "080100",
        "0801000000",
        "08010004",
        "080100ff",
        "08010100",
        "08020000",
        "08000000",
        "08010200",
        "08010104",
        "080101000000",
        "08010100000000",
        "080101000000000000",
        "0801010400000000",
        "0802010000000000",
        "0801000000000000",
        "08010100000000000000"
      })
  void otherKeysWithThePrefixAreUnknown(String key) {
    assertThat(StoreKey.parse(bytes(key))).isEqualTo(new StoreKey.Unknown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "01010000", "07ffff", "09010000", "ff", "88010000"})
  void keysWithoutThePrefixAreForeign(String key) {
    assertThat(StoreKey.parse(bytes(key))).isEqualTo(new StoreKey.Foreign());
  }

  @ParameterizedTest
  @EnumSource
  void aFilesChunksAreInItsRangeAndNothingElseIs(FileTag file) {
    KeyRange range = StoreKey.chunks(file);
    assertThat(range.contains(StoreKey.chunk(file, 0))).isTrue();
    assertThat(range.contains(StoreKey.chunk(file, LAST))).isTrue();
    for (FileTag other : FileTag.values()) {
      assertThat(range.contains(StoreKey.meta(other))).isFalse();
      assertThat(range.contains(StoreKey.chunk(other, 7))).isEqualTo(other == file);
    }
    assertThat(StoreKey.chunksFrom(file, 0).contains(StoreKey.chunk(file, 0))).isTrue();
  }

  @Test
  void rangesBeginAndEndAtAnyIndex() {
    assertThat(StoreKey.chunksFrom(FileTag.MAIN, 5)).hasToString("[0801010000000005, 08010101)");
    assertThat(StoreKey.chunksFrom(FileTag.MAIN, LAST)).hasToString("[08010100ffffffff, 08010101)");
    assertThat(StoreKey.chunksFrom(FileTag.MAIN, LAST + 1).isEmpty()).isTrue();
    assertThat(StoreKey.chunks(FileTag.SHM, 3, 9))
        .hasToString("[0801010300000003, 0801010300000009)");
    assertThat(StoreKey.chunks(FileTag.SHM, 3, 3).isEmpty()).isTrue();
    assertThat(StoreKey.chunks(FileTag.SHM, LAST, LAST + 1))
        .hasToString("[08010103ffffffff, 08010104)");
  }

  @Test
  void chunkKeysAreInTheOrderOfTheirIndexes() {
    long[] indexes = {0, 1, 255, 256, 65535, 65536, Integer.MAX_VALUE, 1L << 31, LAST};
    for (int i = 1; i < indexes.length; i++) {
      assertThat(
              Arrays.compareUnsigned(
                  StoreKey.chunk(FileTag.WAL, indexes[i - 1]),
                  StoreKey.chunk(FileTag.WAL, indexes[i])))
          .isNegative();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "4095, 1",
    "4096, 1",
    "4097, 2",
    "8192, 2",
    "8193, 3",
    "17592186044415, 4294967296",
    "17592186044416, 4294967296"
  })
  void chunkCounts(long sizeBytes, long chunks) {
    assertThat(StoreKey.chunkCount(sizeBytes)).isEqualTo(chunks);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 0, 1",
    "4096, 0, 4096",
    "4096, 1, 0",
    "4097, 1, 1",
    "5000, 0, 4096",
    "5000, 1, 904",
    "5000, 2, 0",
    "5000, 4294967295, 0",
    "17592186044416, 4294967295, 4096",
    "17592186044415, 4294967295, 4095"
  })
  void bytesWithinAFile(long sizeBytes, long index, int bytes) {
    assertThat(StoreKey.bytesWithin(sizeBytes, index)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "'', -, 00, true", "'', -, '', true", "08, 09, 08, true", "08, 09, 08ff, true",
    "08, 09, 09, false", "08, 09, 07ff, false", "7f, ff, 80, true", "80, -, 7f, false"
  })
  void aRangeContainsItsStartAndNotItsEnd(String from, String to, String key, boolean contains) {
    KeyRange range = new KeyRange(bytes(from), to.equals("-") ? null : bytes(to));
    assertThat(range.contains(bytes(key))).isEqualTo(contains);
    assertThat(range.isEmpty()).isFalse();
  }

  @Test
  void aRangeThatEndsWhereItBeginsOrBeforeIsEmpty() {
    assertThat(new KeyRange(bytes("08"), bytes("08")).isEmpty()).isTrue();
    assertThat(new KeyRange(bytes("80"), bytes("7f")).isEmpty()).isTrue();
    assertThat(new KeyRange(bytes("08"), bytes("0800")).isEmpty()).isFalse();
    assertThat(KeyRange.ALL.isEmpty()).isFalse();
    assertThat(WriteBatch.builder().deleteRange(new KeyRange(bytes("08"), bytes("08"))).build())
        .matches(WriteBatch::isEmpty);
  }

  @Test
  void rangesAndEntriesEqualByTheirBytes() {
    assertThat(new KeyRange(bytes("08"), null))
        .isEqualTo(new KeyRange(bytes("08"), null))
        .hasSameHashCodeAs(new KeyRange(bytes("08"), null))
        .hasToString("[08, end)")
        .isNotEqualTo(new KeyRange(bytes("08"), bytes("09")));
    assertThat(StoreContents.entry("08", "0102"))
        .isEqualTo(StoreContents.entry("08", "0102"))
        .hasSameHashCodeAs(StoreContents.entry("08", "0102"))
        .hasToString("08=2 bytes")
        .isNotEqualTo(StoreContents.entry("08", "0103"));
  }
}
