package dev.kvsql.bench;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param rounds that count, by measure; each measure does at least one more before, to warm up
 * @param seed of the random choices, which are the same for every side
 * @param script what {@link Measure#SCRIPT} runs
 */
public record BenchPlan(
    Map<Measure, Integer> rounds, long seed, Counts counts, @Nullable SqlScript script) {
  public BenchPlan {
    rounds = Map.copyOf(rounds);
    if (rounds.values().stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("rounds " + rounds);
    }
  }

  /** A plan without a script, whose rounds follow from the measure. */
  public static BenchPlan of(
      Set<Measure> measures, ToIntFunction<Measure> rounds, long seed, Counts counts) {
    return new BenchPlan(
        measures.stream().collect(Collectors.toMap(measure -> measure, rounds::applyAsInt)),
        seed,
        counts,
        null);
  }

  /** The same with a script, which is run if the plan measures scripts. */
  public BenchPlan with(@Nullable SqlScript other) {
    return new BenchPlan(rounds, seed, counts, other);
  }

  SqlScript requireScript() {
    return Objects.requireNonNull(script, "no script");
  }

  /** What to measure. */
  public Set<Measure> measures() {
    return rounds.keySet();
  }

  /** How many rounds of a measure count. */
  int rounds(Measure measure) {
    return rounds.getOrDefault(measure, measure.usualRounds());
  }

  /** The rounds of the measure that has most of them; 0 when there is nothing to measure. */
  public int mostRounds() {
    return rounds.isEmpty() ? 0 : Collections.max(rounds.values());
  }
}
