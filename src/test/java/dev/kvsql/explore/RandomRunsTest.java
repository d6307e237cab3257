package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Seeds;
import dev.kvsql.explore.ExploreOptions.Faults;
import dev.kvsql.explore.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
final class RandomRunsTest {
  private static final int STEPS = 1000;

  @Test
  void thisProgramSurvivesLongRuns() {
    List<ExploreOptions> options = new ArrayList<>();
    for (Start start : Start.values()) {
      for (int pageBytes : new int[] {512, 1024, 4096, 16384}) {
        options.add(
            ExploreOptions.of(Policy.KVSQL, 1, Faults.ANY)
                .with(Alphabet.of(pageBytes))
                .with(start));
      }
    }
    Seeds.of(200)
        .forEach(seed -> {
          ExploreOptions chosen = options.get(Math.floorMod(seed, options.size()));
          RandomRuns.Run run = RandomRuns.run(chosen, seed, STEPS);
          assertThat(run.counterexample()).as("seed " + seed).isEmpty();
          assertThat(run.steps()).isEqualTo(STEPS);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE_AFTER", "WASM"})
  void whatHoldsForShortSequencesHoldsForLongOnes(Policy policy) {
    for (long seed = 1; seed <= 20; seed++) {
      RandomRuns.Run run = RandomRuns.run(ExploreOptions.of(policy, 1, Faults.NONE), seed, STEPS);
      assertThat(run.counterexample()).as("seed " + seed).isEmpty();
    }
  }

  @Test
  void everyMoveOfWhatIsFoundIsNeeded() {
    ExploreOptions options = ExploreOptions.of(Policy.WASM, 1, Faults.ANY);
    for (long seed = 1; seed <= 10; seed++) {
      RandomRuns.Run run = RandomRuns.run(options, seed, STEPS);
      List<Move> moves = run.counterexample().orElseThrow().moves();
      assertThat(moves.size()).as("seed " + seed).isBetween(2, 12);
      for (int i = 0; i < moves.size(); i++) {
        List<Move> without = new ArrayList<>(moves);
        without.remove(i);
        assertThat(isBroken(options, without)).as("seed %d without move %d", seed, i).isFalse();
      }
    }
  }

  private static boolean isBroken(ExploreOptions options, List<Move> moves) {
    try {
      return !Story.play(options.policy(), options.start(), moves).breaches().isEmpty();
    } catch (Story.IllegalMoveException e) {
      return false;
    }
  }

  /** A batch writes whole pages, also once the moves around it are cut away. */
  @Test
  void whatIsFoundHasOnlyStepsThatMayCome() {
    ExploreOptions options =
        ExploreOptions.of(Policy.NATIVE_AFTER, 1, Faults.ANY).with(Set.of(Rule.C5));
    for (long seed = 1; seed <= 5; seed++) {
      RandomRuns.Run run = RandomRuns.run(options, seed, STEPS);
      run.counterexample()
          .ifPresent(found -> {
            assertThat(found.rules()).containsExactly(Rule.C5);
            Story story =
                Story.play(
                    Policy.NATIVE_AFTER, Start.EMPTY, found.moves(), options.alphabet()::allows);
            assertThat(story.breaches()).isNotEmpty();
          });
    }
  }

  @Test
  void aSeedGivesTheSameRunAgain() {
    ExploreOptions options = ExploreOptions.of(Policy.NATIVE_BEFORE, 1, Faults.ANY);
    assertThat(RandomRuns.run(options, 7, STEPS)).isEqualTo(RandomRuns.run(options, 7, STEPS));
  }
}
