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
  public record Run(long seed, int steps, Optional<Counterexample> counterexample) {
    /** Whether every rule held. */
    public boolean isClean() {
      return counterexample.isEmpty();
    }
  }

  /** Makes one run of at most so many steps; it ends where a rule does not hold. */
  public static Run run(ExploreOptions options, long seed, int steps) {
    Set<Symptom> symptoms = options.symptoms();
    RandomSteps source = new RandomSteps(options, seed);
    World world = World.of(options.policy(), options.start(), operation -> {});
    List<Move> moves = new ArrayList<>();
    while (moves.size() < steps) {
      Move move = source.next(world);
      moves.add(move);
      List<Breach> breaches = world.perform(move, Story.value(moves.size())).breaches(world);
      if (breaches.stream().anyMatch(one -> symptoms.contains(one.symptom()))) {
        return new Run(seed, moves.size(), Optional.of(shortened(options, moves, symptoms)));
      }
    }
    return new Run(seed, steps, Optional.empty());
  }

  /** Leaves out whatever is not needed, in ever smaller pieces, until everything is needed. */
  private static Counterexample shortened(
      ExploreOptions options, List<Move> moves, Set<Symptom> symptoms) {
    Story story = play(options, moves, symptoms).orElseThrow();
    int piece = moves.size() / 2;
    while (piece > 0) {
      Optional<Story> shorter = withoutOnePiece(options, moves(story), piece, symptoms);
      if (shorter.isEmpty() && piece == 1) {
        shorter = withoutOneFault(options, moves(story), symptoms);
      }
      story = shorter.orElse(story);
      piece = shorter.isEmpty() ? piece / 2 : Math.min(Math.max(piece, 2), story.events().size());
    }
    return new Counterexample(
        moves(story),
        story.breaches().stream().filter(one -> symptoms.contains(one.symptom())).toList());
  }

  /** Small pieces are tried everywhere, large ones side by side. */
  private static Optional<Story> withoutOnePiece(
      ExploreOptions options, List<Move> moves, int piece, Set<Symptom> symptoms) {
    for (int end = moves.size() - 1; end >= piece; end -= piece <= 2 ? 1 : piece) {
      List<Move> rest = new ArrayList<>(moves.subList(0, end - piece));
      rest.addAll(moves.subList(end, moves.size()));
      Optional<Story> still = play(options, rest, symptoms);
      if (still.isPresent()) {
        return still;
      }
    }
    return Optional.empty();
  }

  private static Optional<Story> withoutOneFault(
      ExploreOptions options, List<Move> moves, Set<Symptom> symptoms) {
    for (int i = 0; i < moves.size(); i++) {
      if (!(moves.get(i).fault() instanceof Fault.None)) {
        List<Move> calmer = new ArrayList<>(moves);
        calmer.set(i, Move.of(moves.get(i).step()));
        Optional<Story> still = play(options, calmer, symptoms);
        if (still.isPresent()) {
          return still;
        }
      }
    }
    return Optional.empty();
  }

  private static List<Move> moves(Story story) {
    return story.events().stream().map(Story.Event::move).toList();
  }

  /** The story up to where it goes wrong, if it does. */
  private static Optional<Story> play(
      ExploreOptions options, List<Move> moves, Set<Symptom> symptoms) {
    try {
      Story story =
          Story.play(options.policy(), options.start(), moves, options.alphabet()::allows);
      for (Story.Event event : story.events()) {
        if (event.breaches().stream().anyMatch(one -> symptoms.contains(one.symptom()))) {
          return Optional.of(
              new Story(story.policy(), story.start(), story.events().subList(0, event.number())));
        }
      }
      return Optional.empty();
    } catch (Story.IllegalMoveException e) {
      return Optional.empty();
    }
  }
}
