package dev.kvsql.chunk;

import static dev.kvsql.chunk.StoreContents.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class KvDumpTest {
  private static final String WHOLE =
      """
      {"key":"08010000","value":"AQAAEAAAAAAAAA=="}
      {"key":"0801010000000000","value":""}
      {"key":"ff","value":"//79"}
      """;
  private static final List<Entry> ENTRIES =
      List.of(
          entry("08010000", "01000010000000000000"),
          entry("0801010000000000", ""),
          entry("ff", "fffefd"));

  static LongStream seeds() {
    return Seeds.of(3);
  }

  @Test
  void aLineIsAnEntry() throws Exception {
    assertThat(read(WHOLE)).isEqualTo(ENTRIES);
    assertThat(new String(written(ENTRIES), StandardCharsets.UTF_8)).isEqualTo(WHOLE);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasWrittenIsRead(long seed) throws Exception {
    RandomBatches batches = new RandomBatches(seed);
    MemoryChunkStore store = new MemoryChunkStore();
    for (int i = 0; i < 30; i++) {
      store.apply(batches.next(), Durability.FORCED);
    }
    List<Entry> entries = StoreContents.of(store);
    assertThat(read(written(entries))).as("seed %d", seed).isEqualTo(entries);
    assertThat(read(gzip(written(entries)))).as("gzip, seed %d", seed).isEqualTo(entries);
  }

  @Test
  void nothingIsADumpOfNothing() throws Exception {
    assertThat(written(List.of())).isEmpty();
    assertThat(read("")).isEmpty();
    assertThat(read(gzip(new byte[0]))).isEmpty();
  }

  @Test
  void lineEndsSpacesAndTheOrderOfFieldsDoNotMatter() throws Exception {
    assertThat(read("\n  { \"value\" : \"AQ==\", \"key\" : \"0A\" }\r\n\r\n\n")) // upper-case hex
        .containsExactly(entry("0a", "01"));
    assertThat(read("{\"key\":\"0a\",\"value\":\"AQ==\"}")).containsExactly(entry("0a", "01"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | not JSON",
        "{\"key\":\"0a\",\"value\":\"AQ==\" | not JSON",
        "{\"key\":\"0a\",\"value\":\"AQ==\"}} | not JSON",
        "{\"key\":\"0a\",\"value\":\"AQ==\"} {} | expected"
            + " {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "[\"0a\",\"AQ==\"] | expected {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{\"key\":\"0a\"} | expected {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{\"value\":\"AQ==\"} | expected {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{} | expected {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{\"key\":\"09\",\"key\":\"0a\",\"value\":\"\"} | expected"
            + " {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{\"key\":\"09\",\"value\":\"\",\"value\":\"AQ==\"} | expected"
            + " {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{\"key\":10,\"value\":\"AQ==\"} | expected {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{\"key\":\"0a\",\"value\":null} | expected {\"key\":\"<hex>\",\"value\":\"<base64>\"}",
        "{\"key\":\"0a\",\"value\":\"AQ==\",\"ttl\":\"5\"} | unknown field \"ttl\"",
        "{\"key\":\"0\",\"value\":\"AQ==\"} | key must be hex and value base64: ",
        "{\"key\":\"0g\",\"value\":\"AQ==\"} | key must be hex and value base64: ",
        "{\"key\":\"0a\",\"value\":\"A?==\"} | key must be hex and value base64: ",
        "{\"key\":\"0a\",\"value\":\"AQ=\"} | key must be hex and value base64: ",
        "{\"key\":\"08\",\"value\":\"AQ==\"} | key 08 is not after the key before it",
        "{\"key\":\"0700\",\"value\":\"AQ==\"} | key 0700 is not after the key before it"
      })
  void aBrokenLineIsNamedByItsNumber(String line, String problem) {
    String dump =
        "{\"key\":\"07\",\"value\":\"\"}\n\n{\"key\":\"08\",\"value\":\"\"}\n" + line + "\n";
    assertThatThrownBy(() -> read(dump))
        .isInstanceOf(KvDump.BrokenLineException.class)
        .hasMessageStartingWith("line 4: " + problem);
  }

  @Test
  void theLinesBeforeABrokenOneAreRead() throws Exception {
    try (KvDump.Reader reader = reader((WHOLE + "broken").getBytes(StandardCharsets.UTF_8))) {
      for (Entry entry : ENTRIES) {
        assertThat(reader.next()).contains(entry);
      }
      assertThatThrownBy(reader::next).hasMessageStartingWith("line 4: ");
    }
  }

  @Test
  void aTruncatedGzipIsNeverTakenForAWholeOne() throws Exception {
    byte[] whole = gzip(WHOLE.getBytes(StandardCharsets.UTF_8));
    for (int length = 2; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(KvDump.BrokenLineException.class)
          .hasMessageEndingWith(": the compressed dump ends here, before its end mark");
    }
  }

  @Test
  void aFlippedByteInAGzipIsFound() throws Exception {
    byte[] flipped = gzip(WHOLE.getBytes(StandardCharsets.UTF_8));
    flipped[flipped.length - 6] ^= 1;
    assertThatThrownBy(() -> read(flipped)).isInstanceOf(KvDump.BrokenLineException.class);
  }

  private static List<Entry> read(String dump) throws IOException {
    return read(dump.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Entry> read(byte[] dump) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (KvDump.Reader reader = reader(dump)) {
      Optional<Entry> next = reader.next();
      while (next.isPresent()) {
        entries.add(next.get());
        next = reader.next();
      }
    }
    return entries;
  }

  private static KvDump.Reader reader(byte[] dump) throws IOException {
    return new KvDump.Reader(new ByteArrayInputStream(dump));
  }

  private static byte[] written(List<Entry> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KvDump.write(entries.iterator(), out);
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
