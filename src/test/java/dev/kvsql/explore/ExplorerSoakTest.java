package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.explore.ExploreOptions.Faults;
import dev.kvsql.explore.policy.Policy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One step deeper than the normal run has time for. */
@Tag("soak")
final class ExplorerSoakTest {
  @ParameterizedTest
  @CsvSource({"4096, EMPTY", "1024, EMPTY", "4096, LEFTOVERS", "512, LEFTOVERS"})
  void thisProgramHasNoCounterexampleOfSixSteps(int pageBytes, Start start) {
    Exploration found =
        Explorer.run(
            ExploreOptions.of(Policy.KVSQL, 6, Faults.ANY).with(Alphabet.of(pageBytes)).with(start),
            progress -> {},
            counterexample -> {});
    assertThat(found.counterexamples()).isEmpty();
    assertThat(found.depth()).isEqualTo(6);
  }
}
