package dev.kvsql.bench;

import java.util.List;

/** What was measured, where, and how. */
public record BenchResult(Environment environment, BenchPlan plan, List<Comparison> comparisons) {
  public BenchResult {
    comparisons = List.copyOf(comparisons);
  }

  /** Whether the ratio of any comparison exceeds its bound. */
  public boolean isAnyMissed() {
    return comparisons.stream().anyMatch(Comparison::isMissed);
  }

  /** The same without what is part of another work. */
  public BenchResult withoutParts() {
    return new BenchResult(
        environment,
        plan,
        comparisons.stream().filter(comparison -> !comparison.work().isPart()).toList());
  }
}
