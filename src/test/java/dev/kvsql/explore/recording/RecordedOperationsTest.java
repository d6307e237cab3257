package dev.kvsql.explore.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.KeyRange;
import dev.kvsql.explore.recording.RecordedOperation.Content;
import dev.kvsql.explore.recording.RecordedOperation.Delete;
import dev.kvsql.explore.recording.RecordedOperation.DeleteRange;
import dev.kvsql.explore.recording.RecordedOperation.Get;
import dev.kvsql.explore.recording.RecordedOperation.Length;
import dev.kvsql.explore.recording.RecordedOperation.Put;
import dev.kvsql.explore.recording.RecordedOperation.Value;
import dev.kvsql.explore.recording.RecordedOperation.Written;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings read, sound and hostile ones. */
final class RecordedOperationsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String WHOLE =
      """
      {"op":"get","keys":["08010000","ff"]}
      {"op":"put","entries":[["0801010000000000",4096],["08010000",10]]}

      {"op":"put","entries":[["08010000","AQAAEAAAAAAAAA=="]],"failed":true}
      {"op":"delete","keys":["0801010000000001"],"failed":false}
      {"op":"deleteRange","from":"0801010000000001","to":"08010101"}
      """;
  private static final List<String> READ =
      List.of(
          "1 get 08010000 ff",
          "2 put 0801010000000000=4096 08010000=10",
          "4 put 08010000=01000010000000000000 failed",
          "5 delete 0801010000000001",
          "6 deleteRange [0801010000000001, 08010101)");

  @TempDir private Path dir = Path.of("");

  @Test
  void aLineIsAnOperation() throws Exception {
    assertThat(read(bytes(WHOLE))).isEqualTo(READ);
  }

  @Test
  void compressionIsToldByTheContent() throws Exception {
    assertThat(read(gzip(bytes(WHOLE)))).isEqualTo(READ);
  }

  @Test
  void theOrderOfFieldsLineEndsAndOtherFieldsDoNotMatter() throws Exception {
    String line =
        "  {\"ms\":1.5,\"ops\":[{\"op\":3}],\"keys\":[\"0A\"],\"tag\":null,\"op\":\"get\"}  \r\n\r\n";
    assertThat(read(bytes(line))).containsExactly("1 get 0a");
    assertThat(read(bytes("\n\n{\"op\":\"get\",\"keys\":[]}"))).containsExactly("3 get");
  }

  @Test
  void nothingIsARecordingOfNothing() throws Exception {
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(bytes("\n"))).isEmpty();
    assertThat(read(gzip(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | one JSON object, found other text: Unrecognized token 'hello'",
        "{\"op\":\"get\",\"keys\":[] | one JSON object, found other text: Unexpected end-of-input",
        "{\"op\":\"get\",\"keys\":[]}} | one JSON object, found other text: Unexpected close",
        "{\"op\":\"get\",\"keys\":[]} {} | one JSON object, found more after its end",
        "[] | one JSON object, found an array",
        "7 | one JSON object, found a number",
        "{} | field op, found none",
        "{\"op\":\"get\"} | field keys, found none",
        "{\"op\":\"get\",\"entries\":[]} | field keys, found none",
        "{\"op\":\"put\",\"keys\":[]} | field entries, found none",
        "{\"op\":\"deleteRange\",\"from\":\"08\"} | field to, found none",
        "{\"op\":\"deleteRange\",\"to\":\"08\"} | field from, found none",
        "{\"op\":\"scan\",\"keys\":[]} | op to be get, put, delete or deleteRange, found \"scan\"",
        "{\"op\":7,\"keys\":[]} | op to be a string, found a number",
        "{\"op\":\"get\",\"keys\":\"08\"} | keys to be an array of keys in hex, found a string",
        "{\"op\":\"get\",\"keys\":null} | keys to be an array of keys in hex, found null",
        "{\"op\":\"get\",\"keys\":[8]} | a key in hex, found a number",
        "{\"op\":\"get\",\"keys\":[[\"08\"]]} | a key in hex, found an array",
        "{\"op\":\"get\",\"keys\":[\"080\"]} | a key in hex, two digits a byte, found \"080\"",
        "{\"op\":\"get\",\"keys\":[\"0g\"]} | a key in hex, two digits a byte, found \"0g\"",
        "{\"op\":\"put\",\"entries\":{}} | entries to be an array of [key, value] pairs, found an"
            + " object",
        "{\"op\":\"put\",\"entries\":[\"08\",1]} | a [key, value] pair, found a string",
        "{\"op\":\"put\",\"entries\":[[]]} | a key in hex, found the end of the array",
        "{\"op\":\"put\",\"entries\":[[\"08\"]]} | a value's length in bytes or its bytes in"
            + " base64, found the end of the array",
        "{\"op\":\"put\",\"entries\":[[\"08\",true]]} | a value's length in bytes or its bytes in"
            + " base64, found true or false",
        "{\"op\":\"put\",\"entries\":[[\"08\",1.0]]} | a value's length in bytes or its bytes in"
            + " base64, found a number",
        "{\"op\":\"put\",\"entries\":[[\"08\",1,2]]} | a pair of a key and a value to end there,"
            + " found a number",
        "{\"op\":\"put\",\"entries\":[[\"08\",\"A?==\"]]} | a value in base64, found \"A?==\"",
        "{\"op\":\"put\",\"entries\":[[\"08\",-1]]} | a length from 0 to 2147483647, found -1",
        "{\"op\":\"put\",\"entries\":[[\"08\",2147483648]]} | a length from 0 to 2147483647, found"
            + " 2147483648",
        "{\"op\":\"delete\",\"keys\":[],\"failed\":\"yes\"} | failed to be true or false, found a"
            + " string",
        "{\"op\":\"deleteRange\",\"from\":8,\"to\":\"09\"} | from to be a key in hex, found a"
            + " number",
        "{\"op\":\"get\",\"op\":\"put\",\"keys\":[]} | field op once, found it twice",
        "{\"op\":\"get\",\"keys\":[],\"keys\":[]} | field keys once, found it twice",
        "{\"op\":\"delete\",\"keys\":[],\"failed\":false,\"failed\":true} | field failed once,"
            + " found it twice",
      })
  void aLineThatIsNoOperationIsNamedByItsNumber(String line, String problem) {
    String recording = "{\"op\":\"get\",\"keys\":[]}\n\n" + line + "\n";
    assertThatThrownBy(() -> read(bytes(recording)))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageStartingWith("ops line 3: expected " + problem);
  }

  @Test
  void hugeNumbersDeepNestingAndLongKeysAreSaidInOneShortLine() {
    String digits = "9".repeat(900);
    assertBroken(
        "{\"op\":\"put\",\"entries\":[[\"08\"," + digits + "]]}",
        "a length from 0 to 2147483647, found " + "9".repeat(40) + "...");
    assertBroken(
        "{\"op\":\"put\",\"entries\":[[\"08\"," + digits.repeat(2) + "]]}",
        "one JSON object, found other text: Number value length (1800) exceeds the maximum allowed");
    assertBroken(
        "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
        "one JSON object, found other text: Document nesting depth (1001) exceeds the maximum");
    assertBroken(
        "{\"op\":\"get\",\"keys\":[\"" + "00".repeat(2049) + "\"]}",
        "a key of at most 2048 bytes, found 4098 hex digits");
  }

  private static void assertBroken(String line, String problem) {
    assertThatThrownBy(() -> read(bytes(line)))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageStartingWith("ops line 1: expected " + problem)
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void aLineAsLongAsRivetsLargestCallIsRead() throws Exception {
    String value = "A".repeat(5464);
    String entries =
        Stream.generate(() -> "[\"0801010000000000\",\"" + value + "\"]")
            .limit(180)
            .collect(Collectors.joining(","));
    assertThat(read(bytes("{\"op\":\"put\",\"entries\":[" + entries + "]}"))).hasSize(1);
  }

  @Test
  void aLineOfTenMegabytesIsRefusedCompressedOrNot() {
    byte[] recording = bytes("\n{\"op\":\"get\",\"x\":\"" + "x".repeat(10_000_000) + "\"}\n");
    assertTooLong(recording);
    assertTooLong(gzip(recording));
    assertTooLong(new byte[10_000_000]);
  }

  private static void assertTooLong(byte[] recording) {
    assertThatThrownBy(() -> read(recording))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageMatching(
            "ops line [12]: expected a line of at most 4194304 bytes, found a longer one");
  }

  @Test
  void aGzipThatWasCutShortIsNeverTakenForAWholeOne() {
    byte[] whole = gzip(bytes(WHOLE));
    for (int length = 2; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(BrokenRecordingException.class)
          .hasMessageMatching(
              "ops line \\d: expected the rest of the compressed recording, found its end: it was"
                  + " cut short");
    }
  }

  @Test
  void aDamagedGzipIsSaidToBeOne() {
    byte[] flipped = gzip(bytes(WHOLE));
    flipped[flipped.length - 6] ^= 1;
    assertThatThrownBy(() -> read(flipped))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(
            "ops line 7: expected a recording compressed with gzip, found damage in it: Corrupt"
                + " GZIP trailer");
  }

  @Test
  void damageAnywhereGivesOperationsOrOneKindOfError() {
    Random random = new Random(5);
    for (byte[] whole : List.of(bytes(WHOLE), gzip(bytes(WHOLE)))) {
      for (int round = 0; round < 3000; round++) {
        byte[] damaged = whole.clone();
        for (int flips = random.nextInt(3); flips >= 0; flips--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        try {
          read(damaged);
        } catch (IOException e) {
          assertThat(e).isInstanceOf(BrokenRecordingException.class);
        }
      }
    }
  }

  @Test
  void aFailureToReadIsNoFaultOfTheRecording() {
    InputStream broken =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertThatThrownBy(() -> new RecordedOperations("ops", broken).next())
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }

  @Test
  void aDirectoryIsNoRecording() {
    assertThatThrownBy(() -> RecordedOperations.open(dir))
        .hasMessage(dir + ": is a directory, not a recording");
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> read(byte[] recording) throws IOException {
    List<String> all = new ArrayList<>();
    try (RecordedOperations operations =
        new RecordedOperations("ops", new ByteArrayInputStream(recording))) {
      for (var next = operations.next(); next.isPresent(); next = operations.next()) {
        String failed = next.get().failed() ? " failed" : "";
        all.add(operations.line() + " " + next.get().kind().word() + text(next.get()) + failed);
      }
    }
    return all;
  }

  private static String text(RecordedOperation operation) {
    return switch (operation) {
      case Get(List<byte[]> keys, _) -> keys(keys);
      case Put(List<Written> entries, _) ->
          entries.stream()
              .map(entry -> " " + HEX.formatHex(entry.key()) + "=" + text(entry.value()))
              .collect(Collectors.joining());
      case Delete(List<byte[]> keys, _) -> keys(keys);
      case DeleteRange(KeyRange range, _) -> " " + range;
    };
  }

  private static String text(Value value) {
    return switch (value) {
      case Length(int bytes) -> Integer.toString(bytes);
      case Content(byte[] content) -> HEX.formatHex(content);
    };
  }

  private static String keys(List<byte[]> keys) {
    return keys.stream().map(key -> " " + HEX.formatHex(key)).collect(Collectors.joining());
  }
}
