package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.explore.policy.Policy;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayFileTest {
  private static final String EVERYTHING =
      """
      kvsql-replay 1
      policy native-after
      start leftovers
      write 0 4096
      truncate 100 fail 3
      read 4095 2 die 1
      sync
      begin
      commit
      rollback
      evict
      reopen
      crash
      power-cut
      """;

  @Test
  void whatIsReadIsWhatWasWritten() throws Exception {
    ReplayFile file = Replays.read(EVERYTHING);
    assertThat(file.policy()).isEqualTo(Policy.NATIVE_AFTER);
    assertThat(file.start()).isEqualTo(Start.LEFTOVERS);
    assertThat(file.moves())
        .containsExactly(
            Move.of(new Step.Write(0, 4096)),
            new Move(new Step.Truncate(100), new Fault.Fails(3)),
            new Move(new Step.Read(4095, 2), new Fault.Crashes(1)),
            Move.of(new Step.Sync()),
            Move.of(new Step.Begin()),
            Move.of(new Step.Commit()),
            Move.of(new Step.RollBack()),
            Move.of(new Step.Evict()),
            Move.of(new Step.Reopen()),
            Move.of(new Step.Crash()),
            Move.of(new Step.PowerCut()));
    assertThat(String.join("\n", file.lines()) + "\n").isEqualTo(EVERYTHING);
  }

  @Test
  void commentsAndSpaceMeanNothing() throws Exception {
    ReplayFile file =
        Replays.read("# a bug\n\n  kvsql-replay   1\r\npolicy wasm # whose\n\twrite 0\t1\n\n");
    assertThat(file)
        .isEqualTo(
            new ReplayFile(Policy.WASM, Start.EMPTY, List.of(Move.of(new Step.Write(0, 1)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|line 1: expected 'kvsql-replay 1', as replay files begin",
        "SQLite format 3|line 1: expected 'kvsql-replay 1', as replay files begin",
        "kvsql-replay 2|line 1: a replay file of version 2; this kvsql knows version 1",
        "kvsql-replay 1;write 0 1|line 3: expected a line 'policy NAME' before the steps",
        "kvsql-replay 1;policy rivet|line 2: expected a policy, one of kvsql, native-before,"
            + " native-after, wasm",
        "kvsql-replay 1;start full|line 2: expected a start, one of empty, leftovers",
        "kvsql-replay 1;policy wasm;sync;policy kvsql|line 4: expected 'policy NAME' before the"
            + " steps",
        "kvsql-replay 1;policy wasm;truncate -1|line 3: expected a number within 0..1048576",
        "kvsql-replay 1;policy wasm;truncate 99999999999|line 3: expected a number within"
            + " 0..1048576",
        "kvsql-replay 1;policy wasm;write 0 0|line 3: expected a number within 1..1048576",
        "kvsql-replay 1;policy wasm;write 1048575 2|line 3: expected a number within 1..1",
        "kvsql-replay 1;policy wasm;sync fail 0|line 3: expected a number within 1..1000000",
      })
  void whatIsNoReplayFileIsToldByLine(String text, String message) {
    assertThatThrownBy(() -> Replays.read(text.replace(';', '\n')))
        .isInstanceOf(ReplayParser.MalformedException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"jump", "write 1", "sync now", "truncate", "fail 1", "sync fail 1 2"})
  void aStepThatDoesNotExistIsToldWithThoseThatDo(String line) {
    assertThatThrownBy(() -> Replays.moves(line))
        .hasMessageContaining("line 3: expected one of: write OFFSET LENGTH, read OFFSET LENGTH,");
  }

  @Test
  void hugeLinesAndFilesAreRefusedEarly() {
    assertThatThrownBy(() -> Replays.read("x".repeat(5_000_000)))
        .isInstanceOf(IOException.class)
        .hasMessage("line 1: expected lines of at most 1000 characters");
    assertThatThrownBy(() -> Replays.moves("sync\n".repeat(100_001)))
        .hasMessageContaining("line 100003: expected at most 100000 steps");
  }
}
