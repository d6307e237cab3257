package dev.kvsql.explore;

import java.util.List;

/**
 * A sequence after which a rule does not hold, with everything that is wrong then.
 *
 * @param moves from an empty file on
 */
public record Counterexample(List<Move> moves, List<Breach> breaches) {
  public Counterexample {
    moves = List.copyOf(moves);
    breaches = List.copyOf(breaches);
  }

  /** Whether a rule is among those that do not hold. */
  public boolean breaks(Rule rule) {
    return breaches.stream().anyMatch(breach -> breach.rule() == rule);
  }
}
