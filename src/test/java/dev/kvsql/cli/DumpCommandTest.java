package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunks as they are stored. */
final class DumpCommandTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() throws Exception {
    byte[] orphan = "left over, and more".getBytes(StandardCharsets.US_ASCII);
    store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.pages22()
                .put(FileTag.MAIN, 30, orphan)
                .file(FileTag.JOURNAL, new byte[4100])
                .key("ff", (byte) 1)
                .store());
  }

  @Test
  void aChunkIsPrintedAsHexWithItsPages() {
    String out = Cli.clean("dump", store, "0,30");

    assertThat(out)
        .startsWith(
            """
            main chunk 0, byte 0, 4,096 bytes
              page 1: table leaf, 1 cell
            0000000000  53 51 4c 69 74 65 20 66  6f 72 6d 61 74 20 33 00  |SQLite format 3.|
            """)
        .endsWith(
            """

            main chunk 30, byte 122880, 19 bytes, orphan: past the end of the file
            000001e000  6c 65 66 74 20 6f 76 65  72 2c 20 61 6e 64 20 6d  |left over, and m|
            000001e010  6f 72 65                                          |ore|

            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0              | 1",
        "3-9            | 7",
        "0,5,7-         | 18",
        "20-            | 3",
        "23-29          | 0",
        "40-            | 0",
        "4294967295     | 0"
      })
  void aSelectionPrintsTheChunksThatThereAre(String chunks, int count) throws IOException {
    assertThat(
            Cli.clean("dump", store, chunks).lines().filter(line -> line.startsWith("main chunk")))
        .hasSize(count);

    Path jsonl = dir.resolve("a.jsonl");
    Cli.clean("dump", store, chunks, "--format", "jsonl", "-o", jsonl);
    assertThat(Files.readAllLines(jsonl)).hasSize(count);
  }

  @Test
  void aLimitCountsChunks() {
    assertThat(Cli.clean("dump", store, "--limit", "0")).isEmpty();
    assertThat(Cli.clean("dump", store, "2-3,5-", "--limit", "3").lines())
        .filteredOn(line -> line.startsWith("main chunk"))
        .hasSize(3)
        .last()
        .asString()
        .startsWith("main chunk 5,");
  }

  @Test
  void rawBytesAreThoseOfTheChunks() throws Exception {
    Path raw = dir.resolve("raw.bin");
    Path exported = dir.resolve("a.db");
    Cli.clean("dump", store, "0-21", "--format", "raw", "-o", raw);
    Cli.clean("export", store, exported);

    assertThat(Files.mismatch(raw, exported)).isEqualTo(-1);
  }

  @Test
  void aSidecarIsChosenByItsName() {
    assertThat(Cli.clean("dump", store, "--file", "journal").lines())
        .filteredOn(line -> line.startsWith("journal chunk"))
        .containsExactly(
            "journal chunk 0, byte 0, 4,096 bytes", "journal chunk 1, byte 4096, 4 bytes");
    assertThat(Cli.clean("dump", store, "--file", "wal")).isEmpty();
  }

  @Test
  void withoutASelectionEveryKeyIsDumped() throws Exception {
    Path jsonl = dir.resolve("a.jsonl");
    Cli.clean("dump", store, "--format", "jsonl", "-o", jsonl);

    assertThat(Files.readString(jsonl)).isEqualTo(Stores.dump(store)).hasLineCount(28);
  }
}
