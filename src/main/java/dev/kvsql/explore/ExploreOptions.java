package dev.kvsql.explore;

import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.policy.Policy;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is explored.
 *
 * @param depth most steps of a sequence, at least 1
 * @param rules whose breach is a counterexample
 * @param goal when to stop
 */
public record ExploreOptions(
    Policy policy,
    Start start,
    Alphabet alphabet,
    int depth,
    Faults faults,
    Set<Rule> rules,
    Goal goal) {
  public ExploreOptions {
    rules = Set.copyOf(rules);
  }

  /** From an empty file, with pages of 4096 bytes, to the first breach of any rule. */
  public static ExploreOptions of(Policy policy, int depth, Faults faults) {
    return new ExploreOptions(
        policy,
        Start.EMPTY,
        Alphabet.of(StoreKey.CHUNK_BYTES),
        depth,
        faults,
        EnumSet.allOf(Rule.class),
        Goal.SHORTEST);
  }

  /** Whether anything goes wrong. */
  public enum Faults {
    NONE,
    /** Any operation on the store may fail, and the process may die at any of them. */
    ANY
  }

  /** When an exploration ends before its depth. */
  public enum Goal {
    /** At the first counterexample, which is one of the shortest. */
    SHORTEST,
    /** When there is a shortest counterexample for every symptom. */
    EVERY_SYMPTOM
  }

  public ExploreOptions with(Goal other) {
    return new ExploreOptions(policy, start, alphabet, depth, faults, rules, other);
  }

  public ExploreOptions with(Set<Rule> others) {
    return new ExploreOptions(policy, start, alphabet, depth, faults, others, goal);
  }

  public ExploreOptions with(Alphabet other) {
    return new ExploreOptions(policy, start, other, depth, faults, rules, goal);
  }

  public ExploreOptions with(Start other) {
    return new ExploreOptions(policy, other, alphabet, depth, faults, rules, goal);
  }

  /** What is looked for: what is left over from the start on is no news. */
  public Set<Symptom> symptoms() {
    Set<Symptom> symptoms = EnumSet.allOf(Symptom.class);
    symptoms.removeIf(one -> !rules.contains(one.rule()));
    symptoms.removeAll(start.symptoms());
    return symptoms;
  }
}
