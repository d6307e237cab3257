package dev.kvsql.explore;

import java.util.List;

/**
 * Truncates of one file to many sizes.
 *
 * @param sizeBytes the file's size before
 * @param seed what the random sizes came from
 * @param rows for each size, in ascending order, an outcome for each policy
 */
public record SimulatedBoundaries(
    TruncateTrial trial, long sizeBytes, long seed, List<List<TruncateOutcome>> rows) {
  public SimulatedBoundaries {
    rows = List.copyOf(rows);
  }

  /** Every outcome there is. */
  public List<TruncateOutcome> outcomes() {
    return rows.stream().flatMap(List::stream).toList();
  }
}
