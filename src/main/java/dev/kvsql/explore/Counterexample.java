package dev.kvsql.explore;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A sequence after which a rule does not hold.
 *
 * @param moves from the start on
 * @param breaches what is wrong then that no shorter sequence showed
 */
public record Counterexample(List<Move> moves, List<Breach> breaches) {
  public Counterexample {
    moves = List.copyOf(moves);
    breaches = List.copyOf(breaches);
  }

  /** The rules that do not hold. */
  public Set<Rule> rules() {
    return breaches.stream().map(Breach::rule).collect(Collectors.toCollection(TreeSet::new));
  }
}
