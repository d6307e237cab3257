package dev.kvsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExploreCommandTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void aCounterexampleIsAStory() {
    Cli run = Cli.run("explore", "--policy", "native-before", "-o", dir);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(3);
    assertThat(told(run))
        .isEqualTo(
            """
            native-before: C1, C3 broken after 2 steps
              from an empty file
              1. write 8,192 bytes at 0
                   put chunk 0 = 4,096 bytes, put chunk 1 = 4,096 bytes, put meta = size 8,192
                   -> file 8,192 bytes; stored chunks 0-1; cached chunks 0-1
              2. truncate to 4,096 bytes
                   put meta = size 4,096
                   delete chunks from 1 on
                   -> file 4,096 bytes; stored chunk 0; cached chunks 0-1
                 C1 broken: no cached chunk has an index past the last chunk
                   chunk 1 is cached, the file ends with chunk 0
                 C3 broken: a cached chunk exists in the store
                   chunk 1 is cached, the store has none
              again: kvsql explore --replay DIR/native-before-C1-C3.replay
            native-before: looked in sequences of up to 2 steps with pages of 4,096 bytes: FIGURES
            """);
  }

  @Test
  void oldBytesThatComeBackAreToldWithTheStepThatWroteThem() {
    Cli run = Cli.run("explore", "--policy", "wasm", "--faults", "--rule", "C5,S2", "-o", dir);
    assertThat(run.exit()).isEqualTo(3);
    assertThat(told(run))
        .isEqualTo(
            """
            wasm: C5, S1, S2 broken after 3 steps
              from an empty file
              1. write 8,192 bytes at 0
                   put chunk 0 = 4,096 bytes, put chunk 1 = 4,096 bytes, put meta = size 8,192
                   -> file 8,192 bytes; stored chunks 0-1; cached no chunk
              2. truncate to 4,096 bytes; its 2nd operation on the store fails
                   put meta = size 4,096
                   delete chunk 1: FAILED, nothing of it was done
                   -> the step failed; file 4,096 bytes; stored chunks 0-1; cached no chunk
                 S1 broken: the store holds nothing past the end of the file
                   stored chunk 1: expected none, as it lies past the end of the file, found 4,096 bytes
              3. write 4,096 bytes at 12,288
                   put chunk 3 = 4,096 bytes, put meta = size 16,384
                   -> file 16,384 bytes; stored chunks 0-1, 3; cached no chunk
                 C5 broken: a read gives what a plain byte array would
                   bytes 4,096-8,191: expected 00, found 01 (written in step 1)
                 S2 broken: a process that opens the store after a crash reads what the file was, or had become
                   bytes 4,096-8,191: expected 00, found 01 (written in step 1)
              again: kvsql explore --replay DIR/wasm-C5-S2.replay
            wasm: looked in sequences of up to 3 steps with pages of 4,096 bytes, failures and crashes, for C5, S2: FIGURES
            """);
  }

  @Test
  void whatHoldsIsOneLine() {
    assertThat(figures(Cli.clean("explore", "--depth", "3", "--faults")))
        .isEqualTo(
            "kvsql: no counterexample in sequences of up to 3 steps with pages of 4,096 bytes,"
                + " failures and crashes: FIGURES\n");
  }

  @Test
  void aReplayFileTellsTheSameStoryAgain() throws IOException {
    Cli found = Cli.run("explore", "--policy", "native-before", "-o", dir);
    Cli again = Cli.run("explore", "--replay", dir.resolve("native-before-C1-C3.replay"));
    assertThat(again.exit()).isEqualTo(3);
    assertThat(again.out().lines().toList())
        .isEqualTo(found.out().lines().filter(line -> !isAboutTheSearch(line)).toList());
  }

  private static boolean isAboutTheSearch(String line) {
    return line.contains("again: ") || line.contains(": looked in ");
  }

  @Test
  void aReplayCanBePlayedOnOtherPolicies() throws IOException {
    Path file = replay("policy native-before", "write 0 8192", "truncate 4096", "truncate 8192");
    Cli run = Cli.run("explore", "--replay", file, "--policy", "native-after,kvsql");
    assertThat(run.out().lines().filter(line -> !line.startsWith(" ")))
        .containsExactly(
            "native-after: every rule holds after 3 steps",
            "kvsql: every rule holds after 3 steps");
    assertThat(run.exit()).isZero();
  }

  @Test
  void randomRunsAreCutDown() {
    Cli run =
        Cli.run("explore", "--policy", "native-before", "--random", "5", "--seed", "3", "-o", dir);
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out())
        .startsWith("native-before: C")
        .contains(" in 1 random run, ")
        .endsWith(", seed 3\n");
    assertThat(Cli.clean("explore", "--random", "3", "--seed", "5", "--faults"))
        .isEqualTo(
            "kvsql: no counterexample in 3 random runs, 3,000 steps in all, with pages of 4,096 bytes,"
                + " failures and crashes, seeds 5 to 7\n");
  }

  @Test
  void filesOfOthersAreNotOverwritten() throws IOException {
    Path taken = dir.resolve("native-before-C1-C3.replay");
    Files.writeString(taken, "mine");
    Cli.run("explore", "--policy", "native-before", "-o", dir);
    Cli.run("explore", "--policy", "native-before", "-o", dir);
    assertThat(taken).hasContent("mine");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("native-before-C1-C3.replay", "native-before-C1-C3-2.replay");
    }
  }

  @Test
  void jsonHasTheStoryAndTheFigures() throws IOException {
    Cli run =
        Cli.run("explore", "--policy", "native-before,kvsql", "--depth", "2", "--json", "-o", dir);
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(run.exit()).isEqualTo(3);
    assertThat(document.get("format").asText()).isEqualTo("kvsql/explore/1");
    JsonNode before = document.get("reports").get(0);
    assertThat(before.get("policy").asText()).isEqualTo("native-before");
    assertThat(before.get("depth").asInt()).isEqualTo(2);
    assertThat(before.get("states").asLong()).isPositive();
    JsonNode step = before.get("stories").get(0).get("steps").get(1);
    assertThat(step.get("step").asText()).isEqualTo("truncate to 4,096 bytes");
    assertThat(step.get("broken").get(0).toString())
        .isEqualTo(
            "{\"rule\":\"C1\",\"text\":\"no cached chunk has an index past the last chunk\","
                + "\"what\":\"chunk 1 is cached, the file ends with chunk 0\","
                + "\"chunk\":1,\"lastChunk\":0}");
    assertThat(before.get("stories").get(0).get("replayFile").asText())
        .isEqualTo(dir.resolve("native-before-C1-C3.replay").toString());
    assertThat(document.get("reports").get(1).get("stories")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--policy rivet|Invalid value for option '--policy' (POLICY): 'rivet' is no policy: expected"
            + " kvsql, native-before, native-after, wasm, all; try: kvsql explore --help",
        "--depth 0|--depth is 1 to 12, not 0",
        "--depth 13|--depth is 1 to 12, not 13",
        "--page-size 1000|--page-size is a power of two from 512 to 16384, not 1000",
        "--start leftovers --rule S1|--start leftovers begins with these rules broken; choose another"
            + " --rule, or --start empty",
        "-o /no/such/dir|/no/such/dir: no such directory; create it, or choose another with -o",
        "--replay src|src: a directory, not a replay file",
        "--random 0|--random is at least 1, not 0",
      })
  void badInputIsOneLine(String arguments, String message) {
    Cli run =
        Cli.run(Stream.concat(Stream.of("explore"), Stream.of(arguments.split(" "))).toArray());
    run.assertRefused(2, "kvsql explore: " + message);
  }

  @Test
  void aReplayFileOfAnotherVersionIsRefused() throws IOException {
    Path file = Files.writeString(dir.resolve("a.replay"), "kvsql-replay 9\npolicy kvsql\nsync\n");
    Cli.run("explore", "--replay", file)
        .assertRefused(
            2,
            "kvsql explore: "
                + file
                + ": line 1: a replay file of version 9; this kvsql knows version 1");
  }

  @Test
  void whatIsNoReplayFileIsRefused() throws IOException {
    Path binary = Files.write(dir.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Cli.run("explore", "--replay", binary)
        .assertRefused(2, "kvsql explore: " + binary + ": not UTF-8 text, so no replay file");
    Path missing = dir.resolve("missing");
    Cli.run("explore", "--replay", missing)
        .assertRefused(1, "kvsql explore: " + missing + ": no such file or directory");
    Path illegal = replay("policy wasm", "sync", "commit");
    Cli.run("explore", "--replay", illegal)
        .assertRefused(2, "kvsql explore: " + illegal + ": step 2 cannot come there");
  }

  @ParameterizedTest
  @CsvSource({
    "basic-rows, 0, '411 operations, no invariant is broken'",
    "vacuum-shrink-aligned, 0, '82 operations, no invariant is broken'",
    "truncate-interrupted-orphans, 3, '64 operations, broken at operation 64'",
    "page1024-batch-write-loss, 3, '292 operations, broken at operation 288'",
    "hot-journal-mid-commit, 0, '2,885 operations, no invariant is broken'",
    "journal-persist, 0, '4,999 operations, no invariant is broken'",
  })
  void aRecordingIsReplayed(String fixture, int exit, String verdict) {
    Path recording = Path.of("src/test/resources/rivet", fixture, "ops.jsonl.gz");
    Cli run = Cli.run("explore", "--ops", recording);
    assertThat(run.out().lines().findFirst().orElseThrow())
        .isEqualTo(recording + ": " + verdict.replace(", ", " replayed on an empty store, "));
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(exit);
  }

  @Test
  void whatIsNoRecordingIsToldByLine() throws IOException {
    Path file = Files.writeString(dir.resolve("ops.jsonl"), "{\"op\":\"get\",\"keys\":[]}\n{\n");
    Cli run = Cli.run("explore", "--ops", file);
    assertThat(run.err()).startsWith("kvsql explore: " + file + " line 2: expected ");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(Cli.run("explore", "--ops", file, "--random", "3").err())
        .startsWith("kvsql explore: --random, --replay and --ops are different things");
  }

  private Path replay(String... lines) throws IOException {
    return Files.writeString(
        dir.resolve("own.replay"), "kvsql-replay 1\n" + String.join("\n", List.of(lines)) + "\n");
  }

  private String told(Cli run) {
    return figures(run.out()).replace(dir.toString(), "DIR");
  }

  /** How many states there are changes with the steps, and how long it takes with the machine. */
  private static String figures(String out) {
    return out.replaceAll("[\\d,]+ states, [\\d,]+ different, in .*", "FIGURES");
  }
}
