package dev.kvsql.bench;

import java.util.Optional;

/**
 * One line of the result: how long the same took two sides.
 *
 * @param statistic what the times are of the samples
 * @param ratio of the subject to the base, by the same statistic of each round
 */
public record Comparison(Work work, Statistic statistic, Timing base, Timing subject, Ratio ratio) {
  /** What the ratio may be at most, if anything is said of that. */
  public Optional<Bound> bound() {
    return Bound.of(this);
  }

  /** Whether the ratio exceeds its bound. */
  public boolean isMissed() {
    return bound().filter(bound -> !bound.holds(ratio)).isPresent();
  }
}
