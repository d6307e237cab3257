package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvsql.check.Damage;
import dev.kvsql.chunk.FileTag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulated truncates from the command line. */
final class TruncateCommandTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() throws Exception {
    store =
        Stores.of(
            dir.resolve("app.kv"),
            Damage.ofFile(nines(3 * 4096)).file(FileTag.JOURNAL, new byte[100]).store());
  }

  private static byte[] nines(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 0x99);
    return bytes;
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
    JsonNode json = json(Cli.clean("truncate", store, "--size", "4196", "--json"));

    assertThat(json.get("format").asText()).isEqualTo("kvsql/truncate/1");
    assertThat(json.get("policy").asText()).isEqualTo("kvsql");
    assertThat(json.get("coherent").asBoolean()).isTrue();
    assertThat(json.get("clean").asBoolean()).isTrue();
    assertThat(json.get("failed").asBoolean()).isFalse();
    assertThat(json.get("plan"))
        .hasToString(
            "{\"oldSizeBytes\":12288,\"newSizeBytes\":4196,\"lastChunk\":1,\"lastChunkBytes\":100,"
                + "\"cutsChunk\":true,\"firstDeletedChunk\":2,\"deletedChunks\":1}");
    assertThat(json.get("cache"))
        .hasToString(
            "[{\"chunk\":1,\"effect\":\"replaced\",\"fromBytes\":4096,\"toBytes\":100},"
                + "{\"chunk\":2,\"effect\":\"evicted\"}]");
    assertThat(json.get("batches"))
        .hasToString(
            "[{\"operations\":[{\"op\":\"put\",\"key\":\"08010000\",\"bytes\":10},"
                + "{\"op\":\"deleteRange\",\"from\":\"0801010000000002\",\"to\":\"08010101\"},"
                + "{\"op\":\"put\",\"key\":\"0801010000000001\",\"bytes\":100}]}]");
    assertThat(json.get("after"))
        .hasToString(
            "[{\"invariant\":\"C1\",\"holds\":true,\"broken\":[]},"
                + "{\"invariant\":\"C2\",\"holds\":true,\"broken\":[]},"
                + "{\"invariant\":\"C3\",\"holds\":true,\"broken\":[]},"
                + "{\"invariant\":\"C4\",\"holds\":true,\"broken\":[]},"
                + "{\"invariant\":\"C5\",\"holds\":true,\"broken\":[]}]");
    assertThat(json.get("afterGrowing")).isEqualTo(json.get("after"));
    assertThat(json.get("left"))
        .hasToString(
            "{\"sizeBytes\":4196,\"tailBytes\":0,\"orphans\":0,\"orphanBytes\":0,\"more\":false}");
  }

  @Test
  void jsonOfOnePolicyHasItsFieldsTwice() throws Exception {
    ObjectNode json = json(Cli.clean("truncate", store, "--size", "4196", "--json"));

    JsonNode policies = json.remove("policies");
    json.remove(List.of("format", "store", "file"));
    assertThat(policies).containsExactly(json);
  }

  @Test
  void jsonOfWhatIsBroken() throws Exception {
    Cli run = Cli.run("truncate", store, "--size", "4096", "--policy", "native-before", "--json");

    JsonNode json = json(run.out());
    assertThat(run.exit()).isEqualTo(ExitCode.FINDINGS);
    assertThat(json.get("coherent").asBoolean()).isFalse();
    assertThat(json.at("/after/0/broken"))
        .hasToString(
            "[{\"what\":\"chunk 1 is cached, the file ends with chunk 0\",\"chunk\":1,\"lastChunk\":0}]");
    assertThat(json.at("/afterGrowing/2/broken"))
        .hasToString(
            "[{\"grownBy\":\"both\",\"what\":\"chunk 1 is cached, the store has none\",\"chunk\":1}]");
    assertThat(json.at("/afterGrowing/4/broken"))
        .hasToString(
            "[{\"grownBy\":\"both\",\"what\":\"byte 4,096 (chunk 1, byte 0 of it): expected 00, found"
                + " 99\",\"offset\":4096,\"chunk\":1,\"expected\":\"00\",\"found\":\"99\"}]");
  }

  @Test
  void jsonOfAFailure() throws Exception {
    Cli run =
        Cli.run("truncate", store, "--size", "4196", "--policy", "all", "--fail-at", "3", "--json");

    JsonNode json = json(run.out());
    assertThat(run.exit()).isEqualTo(ExitCode.FINDINGS);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("format", "store", "file", "failAt", "plan", "clean", "policies");
    assertThat(json.at("/policies/0")).hasToString(KVSQL_MAKES_ONE);
    JsonNode after = json.at("/policies/2");
    assertThat(after.get("policy").asText()).isEqualTo("native-after");
    assertThat(after.get("failed").asBoolean()).isTrue();
    assertThat(after.get("clean").asBoolean()).isFalse();
    assertThat(after.get("operations"))
        .hasToString(
            "[{\"number\":1,\"op\":\"batch\",\"changes\":[{\"op\":\"put\",\"key\":\"08010000\",\"bytes\":10}],"
                + "\"failed\":false},{\"number\":2,\"op\":\"batch\",\"changes\":[{\"op\":\"put\","
                + "\"key\":\"0801010000000001\",\"bytes\":100}],\"failed\":false},{\"number\":3,\"op\":\"batch\","
                + "\"changes\":[{\"op\":\"deleteRange\",\"from\":\"0801010000000002\",\"to\":\"08010101\"}],"
                + "\"failed\":true}]");
    assertThat(after.get("batches")).hasSize(2);
    assertThat(after.get("left"))
        .hasToString(
            "{\"sizeBytes\":4196,\"tailBytes\":0,\"orphans\":1,\"orphanBytes\":4096,\"more\":false,"
                + "\"firstOrphan\":2,\"lastOrphan\":2}");
    assertThat(after.get("reopened"))
        .hasToString(
            "{\"sizeBytes\":4196,\"content\":\"after\",\"broken\":[{\"grownBy\":\"both\",\"what\":\"byte 8,192"
                + " (chunk 2, byte 0 of it): expected 00, found"
                + " 99\",\"offset\":8192,\"chunk\":2,\"expected\":\"00\",\"found\":\"99\"}]}");
  }

  private static final String KVSQL_MAKES_ONE =
      "{\"policy\":\"kvsql\",\"plan\":{\"oldSizeBytes\":12288,\"newSizeBytes\":4196,\"lastChunk\":1,"
          + "\"lastChunkBytes\":100,\"cutsChunk\":true,\"firstDeletedChunk\":2,\"deletedChunks\":1},"
          + "\"operationCount\":1,\"simulated\":false}";

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }

  @Test
  void policiesAreNamedInManyWays() throws Exception {
    assertThat(policies("--policy", "wasm,kvsql", "--policy", "Native-After", "--policy", "wasm"))
        .containsExactly("wasm", "kvsql", "native-after");
    assertThat(policies("--policy", "wasm", "--policy", "all"))
        .containsExactly("wasm", "kvsql", "native-before", "native-after");
    assertThat(policies()).containsExactly("kvsql");
  }

  private List<String> policies(String... options) throws Exception {
    Cli run =
        Cli.run(
            Stream.concat(
                    Stream.of("truncate", store, "--size", "4096", "--json"), Stream.of(options))
                .toArray());
    return json(run.out()).get("policies").findValuesAsText("policy");
  }

  @Test
  void ofManyOperationsTheFirstAndTheLastAreListed() throws Exception {
    Path sparse =
        Stores.of(
            dir.resolve("sparse.kv"),
            Damage.ofFile(new byte[4096]).size(FileTag.MAIN, 10L << 30).store());

    assertThat(Cli.clean("truncate", sparse, "--size", "0", "--policy", "wasm"))
        .contains(
            """
            operations: 20,481, each atomic by itself
              1 batch: put 08010000 (meta of main), 10 bytes
              2 batch: delete range 0801010000000000 (chunk 0 of main) up to 0801010000000080
              3 batch: delete range 0801010000000080 (chunk 128 of main) up to 0801010000000100
              4 batch: delete range 0801010000000100 (chunk 256 of main) up to 0801010000000180
              5 batch: delete range 0801010000000180 (chunk 384 of main) up to 0801010000000200
              6 batch: delete range 0801010000000200 (chunk 512 of main) up to 0801010000000280
              7 batch: delete range 0801010000000280 (chunk 640 of main) up to 0801010000000300
              8 batch: delete range 0801010000000300 (chunk 768 of main) up to 0801010000000380
              ... 20,472 more
              20,481 batch: delete range 080101000027ff80 (chunk 2621312 of main) up to 0801010000280000
            cache: holds nothing
            """);
    JsonNode json =
        json(Cli.clean("truncate", sparse, "--size", "0", "--policy", "wasm", "--json"));
    assertThat(json.get("operationCount").asLong()).isEqualTo(20_481);
    assertThat(json.get("operations").findValuesAsText("number"))
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "20481");
  }

  @Test
  void whatHasNoOperationsOrOnlyASyncSaysSo() {
    assertThat(Cli.clean("truncate", store, "--size", "3c"))
        .contains("operations: 1, atomic\n  1 batch: no changes, a sync\n")
        .contains("cache: 3 chunks around both ends read before\n  unchanged\n");
    assertThat(Cli.clean("truncate", store, "--size", "3c", "--policy", "wasm"))
        .contains("operations: 0\ncache: holds nothing\n");
  }

  @Test
  void neighboursThatFareAlikeAreOneLine() throws Exception {
    Path long100 = Stores.of(dir.resolve("100.kv"), Damage.ofFile(nines(100 * 4096)).store());

    assertThat(Cli.clean("truncate", long100, "--size", "10c"))
        .contains("read before\n  chunks 10-25: evicted\n  chunks 84-99: evicted\ninvariants");
  }

  @Test
  void leftoversFromBeforeAreToldAsSuch() throws Exception {
    Path orphans =
        Stores.of(
            dir.resolve("orphans.kv"),
            Damage.ofFile(new byte[5000])
                .put(FileTag.MAIN, 1, new byte[950])
                .put(FileTag.MAIN, 7, new byte[3])
                .put(FileTag.MAIN, 9, new byte[4])
                .store());

    Cli run = Cli.run("truncate", orphans, "--size", "5000");

    assertThat(run.exit()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.out())
        .contains(
            "store: left past the end at 5,000 bytes: the last chunk is 46 bytes too long; 2 orphan"
                + " chunks (from 7 to 9), 7 bytes; as before the truncate\n");
    assertThat(Cli.run("truncate", orphans, "--size", "5000", "--policy", "kvsql,wasm").out())
        .contains("  store        long chunk, 2 orphans  long chunk, 2 orphans\n")
        .contains("  verdict      left over              left over\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--size 1 --policy nativ | Invalid value for option '--policy' (POLICY): 'nativ' is no policy:"
            + " expected kvsql, native-before, native-after, wasm, all",
        "--policy all            | one of --size SIZE and --boundaries is required",
        "--size 1 --boundaries   | --size and --boundaries exclude each other",
        "--size 1 --seed 3       | --seed is for the random sizes of --boundaries",
        "--size 1 --fail-at 0    | --fail-at counts operations from 1, not 0",
        "--size 1 --fail-at -1   | --fail-at counts operations from 1, not -1",
        "--size 4196 --policy native-after --fail-at 9 | --fail-at 9: the truncate of native-after"
            + " makes 3 operations",
        "--size 4196 --fail-at 2 | --fail-at 2: the truncate of kvsql makes 1 operation",
        "--size 4196 --policy wasm,kvsql --fail-at 5   | --fail-at 5: the truncate of wasm makes 4"
            + " operations, that of kvsql makes 1 operation",
        "--boundaries --policy wasm,kvsql --fail-at 5  | --fail-at 5: no truncate makes more than 4"
            + " operations",
        "--size 1 --apply --yes --policy wasm | --apply is for one --size and for this program's own"
            + " policy, kvsql",
        "--size 1 --apply --yes --fail-at 1   | --apply is for one --size and for this program's own"
            + " policy, kvsql",
        "--boundaries --apply --yes           | --apply is for one --size and for this program's own"
            + " policy, kvsql",
      })
  void whatMakesNoSenseIsRefused(String options, String why) {
    Cli.run(Stream.concat(Stream.of("truncate", store), Stream.of(options.split(" "))).toArray())
        .assertRefused(ExitCode.USAGE, "kvsql truncate: " + why + "; try: kvsql truncate --help");
  }

  @Test
  void aFileThatIsNotThereHasNoBoundariesEither() {
    Cli.run("truncate", store, "--boundaries", "--file", "wal", "--policy", "wasm")
        .assertRefused(
            ExitCode.MISSING, "kvsql truncate: " + store + ": database main has no wal file");
  }

  @Test
  void coloursTakeNoRoom() {
    String plain = Cli.run("truncate", store, "--size", "1c", "--policy", "all").out();

    String coloured =
        Cli.run("truncate", store, "--size", "1c", "--policy", "all", "--color", "always").out();

    assertThat(coloured).contains("\u001b[31mBROKEN\u001b[0m / holds");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
  }
}
