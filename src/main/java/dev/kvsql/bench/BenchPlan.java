package dev.kvsql.bench;

import java.util.Set;

/**
 * What to measure.
 *
 * @param rounds that count; each measure does one more before, to warm up
 * @param seed of the random choices, which are the same for every side
 */
public record BenchPlan(Set<Measure> measures, int rounds, long seed, Counts counts) {
  public BenchPlan {
    if (rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds");
    }
    measures = Set.copyOf(measures);
  }
}
