package dev.kvsql.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Long random sequences, where exploring everything ends. What is found is cut down: no move can be
 * left out of the counterexample that is given.
 */
public final class RandomRuns {
  private RandomRuns() {}

  /**
   * What one run found.
   *
   * @param seed gives the same run again
   * @param steps how many were made
   */
  public record Run(long seed, int steps, Optional<Counterexample> counterexample) {}

  /** Makes one run of at most so many steps; it ends where a rule does not hold. */
  public static Run run(ExploreOptions options, long seed, int steps) {
    Set<Rule> rules = options.openRules();
    RandomSteps source = new RandomSteps(options, seed);
    World world = World.of(options.policy(), options.start(), operation -> {});
    List<Move> moves = new ArrayList<>();
    while (moves.size() < steps) {
      Move move = source.next(world);
      moves.add(move);
      Breach breach = world.perform(move, Story.value(moves.size())).breach();
      List<Breach> breaches = breach == null ? world.copy().examine() : List.of(breach);
      if (breaches.stream().anyMatch(one -> rules.contains(one.rule()))) {
        return new Run(seed, moves.size(), Optional.of(shortened(options, moves, rules)));
      }
    }
    return new Run(seed, steps, Optional.empty());
  }

  /** Leaves out whatever is not needed, in ever smaller pieces, until every move is needed. */
  private static Counterexample shortened(
      ExploreOptions options, List<Move> moves, Set<Rule> rules) {
    Story story = play(options, moves, rules).orElseThrow();
    int piece = moves.size() / 2;
    while (piece > 0) {
      Optional<Story> shorter = withoutOnePiece(options, moves(story), piece, rules);
      story = shorter.orElse(story);
      piece = shorter.isPresent() ? Math.min(piece, story.events().size()) : piece / 2;
    }
    return new Counterexample(moves(story), story.breaches());
  }

  private static Optional<Story> withoutOnePiece(
      ExploreOptions options, List<Move> moves, int piece, Set<Rule> rules) {
    for (int end = moves.size() - 1; end >= piece; end -= piece) {
      List<Move> rest = new ArrayList<>(moves.subList(0, end - piece));
      rest.addAll(moves.subList(end, moves.size()));
      Optional<Story> still = play(options, rest, rules);
      if (still.isPresent()) {
        return still;
      }
    }
    return Optional.empty();
  }

  private static List<Move> moves(Story story) {
    return story.events().stream().map(Story.Event::move).toList();
  }

  private static Optional<Story> play(ExploreOptions options, List<Move> moves, Set<Rule> rules) {
    try {
      Story story = Story.play(options.policy(), options.start(), moves, rules);
      return story.breaches().isEmpty() ? Optional.empty() : Optional.of(story);
    } catch (Story.IllegalMoveException e) {
      return Optional.empty();
    }
  }
}
