package dev.kvsql.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in hexadecimal: header size, types of five columns, then their values. */
final class RootColumnTest {

  @ParameterizedTest
  @CsvSource({
    "06 0d0f0d 00 0d | 78, 0",
    "06 0d0f0d 08 0d | 78, 0",
    "06 0d0f0d 09 0d | 78, 1",
    "06 0d0f0d 01 0d | 78 7f, 127",
    "06 0d0f0d 01 0d | 78 ff, -1",
    "06 0d0f0d 02 0d | 78 0102, 258",
    "06 0d0f0d 03 0d | 78 010203, 66051",
    "06 0d0f0d 04 0d | 78 01020304, 16909060",
    "06 0d0f0d 05 0d | 78 010203040506, 1108152157446",
    "06 0d0f0d 06 0d | 78 0102030405060708, 72623859790382856",
    "06 090001 02 0d | 55 0102, 258",
    "06 060507 02 0d | 0102030405060708 010203040506 0102030405060708 0203, 515"
  })
  void everyIntegerTypeIsDecoded(String hex, long root) {
    byte[] record = bytes(hex);
    RootColumn column = RootColumn.find(record, whole(record)).orElseThrow();
    byte[] value = new byte[column.sizeBytes()];
    System.arraycopy(record, (int) column.offset(), value, 0, value.length);
    assertThat(column.decode(value)).isEqualTo(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "06 0d0d0d 07 0d | 0102030405060708", // a floating-point number
        "06 0d0d0d 0a 0d", // reserved types
        "06 0d0d0d 0b 0d",
        "06 0a0d0d 01 0d | 01",
        "06 0d0d0d 0c 0d", // a blob
        "06 0d0d0d 0f 0d | 78", // text
        "04 0d0d0d 01 01 01", // three columns
        "06 0d0d0d 04 0d | 010203", // cut short
        "06 0d190d 01 0d | 01020304", // a name longer than the record
        "ffffffffffffffffff 0d0d0d 01 01 01", // a header of -1 bytes
        "06 0dffffffffffffffffff 0d 01 01 01", // a type below zero
        "06 0d0d", // the header itself is cut short
        ""
      })
  void whatIsNoIntegerWithinTheRecordIsNotFound(String hex) {
    byte[] record = bytes(hex);
    assertThat(RootColumn.find(record, whole(record))).isEmpty();
  }

  @Test
  void theColumnMayLieBeyondTheLocalPart() {
    byte[] record = bytes("07 0d8f5a0d 01 0d");
    Cell cell = new Cell(0, 0, 5000, 0, record.length, 7);
    assertThat(RootColumn.find(record, cell)).contains(new RootColumn(7 + 999, 1));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("[ |]", ""));
  }

  private static Cell whole(byte[] record) {
    return new Cell(0, 0, record.length, 0, record.length, 0);
  }
}
