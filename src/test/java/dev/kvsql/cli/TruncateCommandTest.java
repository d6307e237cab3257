package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated truncates from the command line. */
final class TruncateCommandTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() throws Exception {
    store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.ofFile(new byte[3 * 4096]).file(FileTag.JOURNAL, new byte[100]).store());
  }

  @Test
  void theWholeSimulationIsPrinted() {
    assertThat(Cli.clean("truncate", store, "--size", "4196"))
        .isEqualTo(
            """
            STORE main: truncate from 12,288 to 4,196 bytes; simulated, nothing was changed
            plan
              meta: 4,196 bytes
              last chunk: 1, 100 bytes, written anew because it is cut
              chunks that fall away: 1, from chunk 2
            operations (policy kvsql: each batch is atomic)
              batch 1: put 08010000 (meta of main), 10 bytes
              batch 1: delete range 0801010000000002 (chunk 2 of main) up to 08010101
              batch 1: put 0801010000000001 (chunk 1 of main), 100 bytes
            cache (with the chunks around both ends read before)
              chunk 1: replaced, 4,096 bytes before, 100 bytes after
              chunk 2: evicted
            invariants, after the truncate and after growing back
              C1 holds   holds   no cached chunk has an index past the last chunk
              C2 holds   holds   a cached chunk equals the stored one: same bytes, same length
              C3 holds   holds   a cached chunk exists in the store
              C4 holds   holds   the file's size in memory equals the stored meta
              C5 holds   holds   reading through the cache equals reading without it
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void aTruncateToNothingKeepsNoChunk() {
    assertThat(Cli.clean("truncate", "--size", "0", store))
        .contains(
            """
            plan
              meta: 0 bytes
              last chunk: none
              chunks that fall away: 3, from chunk 0
            """);
  }

  @Test
  void aSizeCanBeGivenInChunks() {
    assertThat(Cli.clean("truncate", store, "--size", "1c+1"))
        .contains("truncate from 12,288 to 4,097 bytes");
  }

  @Test
  void aSidecarIsChosenByItsName() {
    assertThat(Cli.clean("truncate", store, "--size", "1K", "--file", "journal"))
        .contains("journal: truncate from 100 to 1,024 bytes");
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(Cli.clean("truncate", store, "--size", "4196", "--json"));

    assertThat(json.get("format").asText()).isEqualTo("kvsql/truncate/1");
    assertThat(json.get("coherent").asBoolean()).isTrue();
    assertThat(json.get("plan"))
        .hasToString(
            "{\"oldSizeBytes\":12288,\"newSizeBytes\":4196,\"lastChunk\":1,\"lastChunkBytes\":100,"
                + "\"cutsChunk\":true,\"firstDeletedChunk\":2,\"deletedChunks\":1}");
    assertThat(json.get("cache"))
        .hasToString(
            "[{\"chunk\":1,\"effect\":\"replaced\",\"fromBytes\":4096,\"toBytes\":100},"
                + "{\"chunk\":2,\"effect\":\"evicted\"}]");
  }
}
