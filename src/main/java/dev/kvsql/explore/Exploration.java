package dev.kvsql.explore;

import java.time.Duration;
import java.util.List;

/**
 * What an exploration found.
 *
 * @param counterexamples shortest first; each breaks a rule in a way that those before it do not
 * @param depth steps up to which every sequence was looked at, or those of the last counterexample
 * @param generated states that were reached
 * @param distinct how many of them were different
 */
public record Exploration(
    ExploreOptions options,
    List<Counterexample> counterexamples,
    int depth,
    long generated,
    long distinct,
    Duration elapsed) {
  public Exploration {
    counterexamples = List.copyOf(counterexamples);
  }
}
