package dev.kvsql.bench;

import java.util.List;

/** What was measured, where, and how. */
public record BenchResult(Environment environment, BenchPlan plan, List<Comparison> comparisons) {
  public BenchResult {
    comparisons = List.copyOf(comparisons);
  }
}
