package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvsql.check.Damage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncates of a real database of 22 chunks to the sizes at its boundaries. */
final class TruncateBoundariesTest {
  @TempDir private Path dir = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeStore() throws Exception {
    store = Stores.of(dir.resolve("app.kv"), Damage.pages22().store());
  }

  @Test
  void allPolicies() {
    Cli.run("truncate", store, "--boundaries", "--policy", "all")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncates of 90,112 bytes to the sizes at its boundaries; simulated, nothing was changed
            seed: 1, for the random sizes
            sizes, for each policy the operations of the truncate, and what does not hold after it or after growing back
                size  last chunk  its bytes  fall away  kvsql    native-before      native-after  wasm
                   0        none          0         22  1 holds  2 BROKEN C1 C3 C5  2 holds       2 holds
                   1           0          1         21  1 holds  4 BROKEN C2 C5     3 holds       4 holds
               4,095           0      4,095         21  1 holds  4 BROKEN C2 C5     3 holds       4 holds
               4,096           0      4,096         21  1 holds  2 BROKEN C1 C3 C5  2 holds       2 holds
               4,097           1          1         20  1 holds  4 BROKEN C2 C5     3 holds       4 holds
              26,642           6      2,066         15  1 holds  4 BROKEN C2 C5     3 holds       4 holds
              37,138           9        274         12  1 holds  4 BROKEN C2 C5     3 holds       4 holds
              55,192          13      1,944          8  1 holds  4 BROKEN C2 C5     3 holds       4 holds
              81,919          19      4,095          2  1 holds  4 BROKEN C2 C5     3 holds       4 holds
              81,920          19      4,096          2  1 holds  2 BROKEN C1 C3 C5  2 holds       2 holds
              81,921          20          1          1  1 holds  4 BROKEN C2 C5     3 holds       4 holds
              86,015          20      4,095          1  1 holds  4 BROKEN C2 C5     3 holds       4 holds
              86,016          20      4,096          1  1 holds  2 BROKEN C1 C3 C5  2 holds       2 holds
              86,017          21          1          0  1 holds  4 BROKEN C2 C5     3 holds       3 holds
              86,261          21        245          0  1 holds  4 BROKEN C2 C5     3 holds       3 holds
              90,111          21      4,095          0  1 holds  4 BROKEN C2 C5     3 holds       3 holds
              90,112          21      4,096          0  1 holds  0 holds            0 holds       0 holds
              90,113          22          1          0  1 holds  1 holds            1 holds       1 holds
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void allPoliciesWhenTheSecondOperationFails() {
    Cli.run("truncate", store, "--boundaries", "--policy", "all", "--fail-at", "2")
        .assertPrinted(
            ExitCode.FINDINGS,
            """
            STORE main: truncates of 90,112 bytes to the sizes at its boundaries; simulated, nothing was changed
            seed: 1, for the random sizes
            fault: the store refuses operation 2
            sizes, for each policy the operations of the truncate, and what does not hold after it or after growing back
                size  last chunk  its bytes  fall away  kvsql             native-before              native-after            wasm
                   0        none          0         22  only 1 operation  2 BROKEN C1 C5, left over  2 BROKEN C5, left over  2 BROKEN C5, left over
                   1           0          1         21  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
               4,095           0      4,095         21  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
               4,096           0      4,096         21  only 1 operation  2 BROKEN C1 C5, left over  2 BROKEN C5, left over  2 BROKEN C5, left over
               4,097           1          1         20  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              26,642           6      2,066         15  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              37,138           9        274         12  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              55,192          13      1,944          8  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              81,919          19      4,095          2  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              81,920          19      4,096          2  only 1 operation  2 BROKEN C1 C5, left over  2 BROKEN C5, left over  2 BROKEN C5, left over
              81,921          20          1          1  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              86,015          20      4,095          1  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              86,016          20      4,096          1  only 1 operation  2 BROKEN C1 C5, left over  2 BROKEN C5, left over  2 BROKEN C5, left over
              86,017          21          1          0  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              86,261          21        245          0  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              90,111          21      4,095          0  only 1 operation  2 BROKEN C5, left over     2 BROKEN C5, left over  2 BROKEN C5, left over
              90,112          21      4,096          0  only 1 operation  no operation               no operation            no operation
              90,113          22          1          0  only 1 operation  only 1 operation           only 1 operation        only 1 operation
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void oneAlone() {
    Cli.run("truncate", store, "--boundaries", "--seed", "7")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncates of 90,112 bytes to the sizes at its boundaries; simulated, nothing was changed
            seed: 7, for the random sizes
            sizes, for each policy the operations of the truncate, and what does not hold after it or after growing back
                size  last chunk  its bytes  fall away  kvsql
                   0        none          0         22  1 holds
                   1           0          1         21  1 holds
               4,095           0      4,095         21  1 holds
               4,096           0      4,096         21  1 holds
               4,097           1          1         20  1 holds
              24,866           6        290         15  1 holds
              46,559          11      1,503         10  1 holds
              50,447          12      1,295          9  1 holds
              74,953          18      1,225          3  1 holds
              81,919          19      4,095          2  1 holds
              81,920          19      4,096          2  1 holds
              81,921          20          1          1  1 holds
              86,015          20      4,095          1  1 holds
              86,016          20      4,096          1  1 holds
              86,017          21          1          0  1 holds
              90,111          21      4,095          0  1 holds
              90,112          21      4,096          0  1 holds
              90,113          22          1          0  1 holds
            """
                .replace("STORE", store.toString()));
  }

  @Test
  void jsonHasTheVerdictsOfEachSize() throws Exception {
    Cli run =
        Cli.run(
            "truncate",
            store,
            "--boundaries",
            "--policy",
            "kvsql,native-after",
            "--fail-at",
            "2",
            "--json");

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(run.exit()).isEqualTo(ExitCode.FINDINGS);
    assertThat(json.get("format").asText()).isEqualTo("kvsql/truncate/1");
    assertThat(json.get("failAt").asInt()).isEqualTo(2);
    assertThat(json.get("seed").asInt()).isEqualTo(1);
    assertThat(json.get("oldSizeBytes").asLong()).isEqualTo(22 * 4096);
    assertThat(json.get("clean").asBoolean()).isFalse();
    assertThat(json.get("sizes")).hasSize(18);
    JsonNode second = json.at("/sizes/1");
    assertThat(second.get("sizeBytes").asLong()).isEqualTo(1);
    assertThat(second.at("/plan/deletedChunks").asLong()).isEqualTo(21);
    assertThat(second.at("/policies/0"))
        .hasToString("{\"policy\":\"kvsql\",\"operationCount\":1,\"simulated\":false}");
    assertThat(second.at("/policies/1/policy").asText()).isEqualTo("native-after");
    assertThat(second.at("/policies/1/operationCount").asLong()).isEqualTo(2);
    assertThat(second.at("/policies/1/left/orphans").asLong()).isEqualTo(21);
    assertThat(second.at("/policies/1/clean").asBoolean()).isFalse();
  }

  @Test
  void anEmptyFileHasBoundariesToo() throws Exception {
    Path empty = Stores.of(dir.resolve("empty.kv"), Damage.ofFile(new byte[0]).store());

    Cli.run("truncate", empty, "--boundaries", "--policy", "kvsql,wasm")
        .assertPrinted(
            ExitCode.CLEAN,
            """
            STORE main: truncates of 0 bytes to the sizes at its boundaries; simulated, nothing was changed
            seed: 1, for the random sizes
            sizes, for each policy the operations of the truncate, and what does not hold after it or after growing back
               size  last chunk  its bytes  fall away  kvsql    wasm
                  0        none          0          0  1 holds  0 holds
                  1           0          1          0  1 holds  1 holds
              4,095           0      4,095          0  1 holds  1 holds
              4,096           0      4,096          0  1 holds  1 holds
              4,097           1          1          0  1 holds  1 holds
            """
                .replace("STORE", empty.toString()));
  }
}
