package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseHeaderTest {

  @TempDir Path dir;

  @Test
  void everyFieldComesFromItsOffset() {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes)
        .put(18, (byte) 2)
        .put(19, (byte) 1)
        .put(20, (byte) 12)
        .putInt(24, 0xf0000001)
        .putInt(28, 0xf0000002)
        .putInt(32, 0xf0000003)
        .putInt(36, 0xf0000004)
        .putInt(40, 0xf0000005)
        .putInt(44, 4)
        .putInt(48, -2000)
        .putInt(52, 0xf0000006)
        .putInt(56, 3)
        .putInt(60, -7)
        .putInt(64, 1)
        .putInt(68, -8)
        .putInt(92, 0xf0000007)
        .putInt(96, 3054001);
    assertThat(RealDatabase.header(bytes))
        .isEqualTo(
            new DatabaseHeader(
                4096,
                2,
                1,
                12,
                0xf0000001L,
                0xf0000002L,
                0xf0000003L,
                0xf0000004L,
                0xf0000005L,
                4,
                -2000,
                0xf0000006L,
                3,
                -7,
                true,
                -8,
                0xf0000007L,
                3054001));
  }

  @Test
  void aHeaderWrittenBySqliteSaysWhatItsPragmasSay() throws Exception {
    String[] setup = {
      "pragma page_size=8192",
      "pragma encoding='UTF-16le'",
      "pragma auto_vacuum=incremental",
      "pragma user_version=-5",
      "pragma application_id=77",
      "create table t(a)"
    };
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), setup)) {
      DatabaseHeader header = RealDatabase.header(database.bytes());
      assertThat(header.pageSize()).isEqualTo(8192);
      assertThat(header.encodingName()).isEqualTo("UTF-16le");
      assertThat(header.autoVacuum()).isTrue();
      assertThat(header.incrementalVacuum()).isTrue();
      assertThat(header.userVersion()).isEqualTo(-5);
      assertThat(header.applicationId()).isEqualTo(77);
      assertThat(header.wal()).isFalse();
      assertThat(header.schemaCookie()).isEqualTo(database.number("pragma schema_version"));
      assertThat(header.pageCount()).isEqualTo(database.number("pragma page_count"));
      assertThat(header.pageCountTrusted()).isTrue();
    }
  }

  @Test
  void walModeShowsInTheReadVersion() throws Exception {
    String[] setup = {"pragma journal_mode=wal", "create table t(a)"};
    try (RealDatabase database = RealDatabase.open(dir.resolve("a.db"), setup)) {
      database.run("pragma wal_checkpoint(truncate)");
      assertThat(RealDatabase.header(database.bytes()).wal()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 4096, 8192, 16384, 32768})
  void powersOfTwoArePageSizes(int size) {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes).putShort(16, (short) size);
    assertThat(RealDatabase.header(bytes).pageSize()).isEqualTo(size);
  }

  @Test
  void theStoredPageSizeOneMeans65536() {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes).putShort(16, (short) 1);
    assertThat(RealDatabase.header(bytes).pageSize()).isEqualTo(65536);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 256, 511, 513, 1000, 4095, 4097, 65535})
  void otherPageSizesAreProblems(int size) {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes).putShort(16, (short) size);
    assertThat(problems(bytes))
        .containsExactly(
            new HeaderProblem(
                16, "page size", "a power of two in 512..32768, or 1 for 65536", "" + size));
  }

  @ParameterizedTest
  @CsvSource({
    "18, 0, write version, 1 or 2, 0",
    "18, 3, write version, 1 or 2, 3",
    "19, 0, read version, 1 or 2, 0",
    "19, 3, read version, 1 or 2, 3",
    "21, 65, payload fractions, '64, 32, 32', '65, 32, 32'",
    "22, 33, payload fractions, '64, 32, 32', '64, 33, 32'",
    "23, 31, payload fractions, '64, 32, 32', '64, 32, 31'",
    "47, 5, schema format, 0..4, 5",
    "44, 1, schema format, 0..4, 16777220",
    "59, 4, text encoding, '1, 2 or 3', 4",
    "59, 0, text encoding, '1, 2 or 3 with schema format 4', 0",
    "56, 128, text encoding, '1, 2 or 3', 2147483649"
  })
  void aByteOutOfItsRangeIsOneProblem(
      int offset, int value, String field, String expected, String found) {
    byte[] bytes = header();
    bytes[offset] = (byte) value;
    assertThat(problems(bytes))
        .extracting(HeaderProblem::field, HeaderProblem::expected, HeaderProblem::found)
        .containsExactly(tuple(field, expected, found));
  }

  @Test
  void wrongMagicIsShownInHexadecimal() {
    byte[] bytes = header();
    bytes[0] = 0x1b;
    assertThat(problems(bytes))
        .containsExactly(
            new HeaderProblem(
                0,
                "magic",
                "53514c69746520666f726d6174203300",
                "1b514c69746520666f726d6174203300"));
  }

  @Test
  void anEmptyDatabaseHasNoEncodingYetAndIsValid() {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes).putInt(44, 0).putInt(56, 0);
    assertThat(RealDatabase.header(bytes).encodingName()).isEqualTo("UTF-8");
  }

  @Test
  void atLeast480BytesOfAPageMustBeUsable() {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes).putShort(16, (short) 512).put(20, (byte) 32);
    assertThat(RealDatabase.header(bytes).usableSize()).isEqualTo(480);
    bytes[20] = 33;
    assertThat(problems(bytes))
        .containsExactly(new HeaderProblem(20, "reserved bytes", "at most 32", "33"));
  }

  @Test
  void lessThan100BytesAreNoHeader() {
    byte[] bytes = Arrays.copyOf(header(), 99);
    assertThat(problems(bytes))
        .containsExactly(new HeaderProblem(0, "header", "100 bytes", "99 bytes"));
    assertThat(problems(new byte[0])).hasSize(1);
  }

  @Test
  void allProblemsAreNamed() {
    assertThat(problems(new byte[100]))
        .extracting(HeaderProblem::field)
        .containsExactly(
            "magic", "page size", "write version", "read version", "payload fractions");
  }

  @Test
  void thePageCountIsTrustedOnlyIfItsWriterKnewOfIt() {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes).putInt(24, 9).putInt(92, 9).putInt(28, 3);
    assertThat(RealDatabase.header(bytes).effectivePageCount(10 * 4096)).isEqualTo(3);
    ByteBuffer.wrap(bytes).putInt(92, 8);
    assertThat(RealDatabase.header(bytes).effectivePageCount(10 * 4096 + 1)).isEqualTo(10);
    ByteBuffer.wrap(bytes).putInt(92, 9).putInt(28, 0);
    assertThat(RealDatabase.header(bytes).effectivePageCount(10 * 4096)).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"512, 2097153", "1024, 1048577", "4096, 262145", "1, 16385"})
  void theLockBytePageHoldsTheByteAtOneGibibyte(int storedPageSize, long page) {
    byte[] bytes = header();
    ByteBuffer.wrap(bytes).putShort(16, (short) storedPageSize);
    assertThat(RealDatabase.header(bytes).lockBytePage()).isEqualTo(page);
  }

  @Test
  void aRecordThatTheCensusCannotComputeWithIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new DatabaseHeader(0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0, 0))
        .withMessage("page size: expected a power of two in 512..65536, found 0");
  }

  private static List<HeaderProblem> problems(byte[] bytes) {
    return switch (DatabaseHeader.parse(bytes)) {
      case HeaderResult.Valid(DatabaseHeader header) -> throw new AssertionError(header);
      case HeaderResult.Invalid(List<HeaderProblem> problems) -> problems;
    };
  }

  private static byte[] header() {
    byte[] bytes = new byte[100];
    ByteBuffer.wrap(bytes)
        .put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))
        .putShort(16, (short) 4096)
        .put(18, (byte) 1)
        .put(19, (byte) 1)
        .put(21, (byte) 64)
        .put(22, (byte) 32)
        .put(23, (byte) 32)
        .putInt(44, 4)
        .putInt(56, 1);
    return bytes;
  }
}
