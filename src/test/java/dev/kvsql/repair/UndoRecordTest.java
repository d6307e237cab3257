package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that takes a repair back. */
final class UndoRecordTest {
  private static final UndoRecord RECORD =
      new UndoRecord(
          "app.kv",
          "main",
          "repair",
          Instant.parse("2026-01-02T03:04:05Z"),
          List.of(
              new Change(new byte[] {8, 1}, new byte[] {1, 2, 3}, null),
              new Change(new byte[] {8, 2}, null, new byte[] {4}),
              new Change(new byte[] {8, 3}, new byte[0], new byte[] {5})));

  @TempDir private Path dir = Path.of("");

  @Test
  void aRecordIsReadableLines() throws Exception {
    Path file = dir.resolve("undo");
    RECORD.write(file);

    assertThat(file)
        .content(StandardCharsets.UTF_8)
        .isEqualTo(
            """
            {"format":"kvsql/undo/1","store":"app.kv","database":"main","what":"repair",\
            "created":"2026-01-02T03:04:05Z"}
            {"key":"0801","before":"AQID","after":null}
            {"key":"0802","before":null,"after":"BA=="}
            {"key":"0803","before":"","after":"BQ=="}
            {"end":3,"crc32c":"$CRC"}
            """
                .replace("$CRC", crc(Files.readString(file))));
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.substring(0, text.lastIndexOf("{\"end\"")).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  @Test
  void aRecordComesBackAsItWas() throws Exception {
    Path file = dir.resolve("undo");
    RECORD.write(file);

    UndoRecord read = UndoRecord.read(file);

    assertThat(read).usingRecursiveComparison().isEqualTo(RECORD);
  }

  @Test
  void aNameInAnyScriptComesBack() throws Exception {
    UndoRecord record =
        new UndoRecord("dir\n\"x\"/ä.kv", "データ\u0000", "repair", Instant.EPOCH, List.of());
    record.write(dir.resolve("undo"));

    assertThat(UndoRecord.read(dir.resolve("undo"))).isEqualTo(record);
  }

  @Test
  void aRecordDoesNotReplaceAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("undo"), "precious");

    assertThatThrownBy(() -> RECORD.write(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("precious");
  }

  @Test
  void aRecordThatBreaksOffAnywhereIsRefused() throws Exception {
    byte[] whole = RECORD.encode();
    Path file = dir.resolve("undo");

    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> UndoRecord.read(file))
          .as("%d bytes of %d", length, whole.length)
          .isInstanceOf(UndoRecord.BrokenRecordException.class);
    }
  }

  @Test
  void aRecordWithABitFlippedInAnyByteIsRefused() throws Exception {
    byte[] whole = RECORD.encode();
    Path file = dir.resolve("undo");
    int end = new String(whole, StandardCharsets.UTF_8).lastIndexOf("{\"end\"");

    for (int at = 0; at < end; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> UndoRecord.read(file))
          .as("byte %d", at)
          .isInstanceOf(UndoRecord.BrokenRecordException.class);
    }
  }

  @Test
  void aRecordOfAnotherVersionIsRefused() throws Exception {
    assertRefused(
        signed("{\"format\":\"kvsql/undo/2\",\"store\":\"app.kv\"}\n"),
        "an undo record of another version: kvsql/undo/2");
    assertRefused(signed("{}\n"), "an undo record of another version: null");
    assertRefused(signed(""), "an undo record of another version: null");
  }

  @Test
  void aRecordWithoutAFieldIsRefused() throws Exception {
    String head = "{\"format\":\"kvsql/undo/1\",\"store\":\"app.kv\",\"database\":\"main\"";
    assertRefused(signed(head + ",\"what\":\"repair\"}\n"), "undo record without created");
    assertRefused(
        signed(head + ",\"what\":\"repair\",\"created\":\"today\"}\n"),
        "undo record cannot be read: Text 'today' could not be parsed at index 0");
    String good = head + ",\"what\":\"repair\",\"created\":\"2026-01-02T03:04:05Z\"}\n";
    assertRefused(signed(good + "{\"before\":null}\n"), "undo record without key");
    assertRefused(signed(good + "{\"key\":\"x\"}\n"), null);
    assertRefused(signed(good + "{\"key\":\"08\",\"before\":\"!\"}\n"), null);
    assertRefused(signed(good + "{\"key\":\"08\",\n"), null);
    assertRefused(signed(good + "not json\n"), null);
  }

  private void assertRefused(String text, @Nullable String message) throws IOException {
    Path file = Files.writeString(dir.resolve("undo"), text);
    assertThatThrownBy(() -> UndoRecord.read(file))
        .as(text)
        .isInstanceOf(UndoRecord.BrokenRecordException.class)
        .satisfies(
            thrown -> assertThat(thrown.getMessage()).contains(message == null ? "" : message));
  }

  private static String signed(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return body
        + "{\"end\":0,\"crc32c\":\""
        + HexFormat.of().toHexDigits((int) crc.getValue())
        + "\"}\n";
  }
}
