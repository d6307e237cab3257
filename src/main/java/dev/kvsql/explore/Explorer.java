package dev.kvsql.explore;

import dev.kvsql.explore.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at every sequence of steps, shorter ones first, and at every state that they lead to once.
 * A state is kept as the path that first led there; states that are gone on from are made anew by
 * walking it. The same options give the same result. For one thread.
 */
public final class Explorer {
  private static final long REPORT_EVERY = 1 << 14;

  /** Faults are numbered: none, failing at the 1st to 15th operation, dying at those. */
  private static final int FAULTS = 32;

  private static final int MAX_OPERATION = 15;

  private final ExploreOptions options;
  private final Consumer<Progress> progress;
  private final Consumer<Counterexample> listener;
  private final long start = System.nanoTime();
  private final List<Step> steps;
  private final StateSet seen = new StateSet();
  private final Paths paths = new Paths();
  private final List<Counterexample> counterexamples = new ArrayList<>();
  private final Set<Symptom> open;
  private long generated;
  private long reported;

  private Explorer(
      ExploreOptions options, Consumer<Progress> progress, Consumer<Counterexample> listener) {
    this.options = options;
    this.progress = progress;
    this.listener = listener;
    List<Step> all = new ArrayList<>(options.alphabet().steps());
    if (options.faults() == ExploreOptions.Faults.ANY) {
      all.add(new Step.Crash());
      if (options.policy().persistence() == Policy.Persistence.AT_SYNC) {
        all.add(new Step.PowerCut());
      }
    }
    steps = List.copyOf(all);
    open = options.symptoms();
  }

  /**
   * Explores.
   *
   * @param progress is told every now and then how far it is
   * @param listener is told of each counterexample when it is found
   */
  public static Exploration run(
      ExploreOptions options, Consumer<Progress> progress, Consumer<Counterexample> listener) {
    return new Explorer(options, progress, listener).run();
  }

  private Exploration run() {
    World first = World.of(options.policy(), options.start(), operation -> {});
    Fingerprint print = first.fingerprint();
    seen.add(print.high(), print.low());
    int depth = 0;
    int from = Paths.ROOT;
    while (depth < options.depth() && !isOver()) {
      depth++;
      int to = paths.count();
      for (int state = from; state < to && !isOver(); state++) {
        goOn(first, state, depth, from, to);
      }
      from = to;
    }
    return new Exploration(options, counterexamples, depth, generated, seen.size(), elapsed());
  }

  private boolean isOver() {
    return switch (options.goal()) {
      case SHORTEST -> !counterexamples.isEmpty();
      case EVERY_SYMPTOM -> open.isEmpty();
    };
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Makes every move that there is from a state. */
  private void goOn(World first, int state, int depth, int from, int to) {
    World base = walk(first, state);
    for (int step = 0; step < steps.size() && !isOver(); step++) {
      if (isAllowed(base, steps.get(step))) {
        int operations = visit(base, state, step * FAULTS, depth);
        if (options.faults() == ExploreOptions.Faults.ANY && canFail(steps.get(step))) {
          visitFaults(base, state, step * FAULTS, Math.min(operations, MAX_OPERATION), depth);
        }
      }
    }
    if (generated / REPORT_EVERY != reported) {
      reported = generated / REPORT_EVERY;
      progress.accept(
          new Progress(depth, generated, seen.size(), state - from, to - from, elapsed()));
    }
  }

  private boolean isAllowed(World world, Step step) {
    return world.allows(step) && options.alphabet().allows(step, world.expected().inBatch());
  }

  /** To die at the first operation is to die before the step. */
  private void visitFaults(World base, int state, int move, int operations, int depth) {
    for (int operation = 1; operation <= operations; operation++) {
      visit(base, state, move + operation, depth);
      if (operation > 1) {
        visit(base, state, move + MAX_OPERATION + operation, depth);
      }
    }
  }

  private static boolean canFail(Step step) {
    return !(step instanceof Step.Crash || step instanceof Step.PowerCut);
  }

  private World walk(World first, int state) {
    World world = first.copy();
    int number = 0;
    for (int move : paths.to(state)) {
      number++;
      world.perform(move(move), Story.value(number));
    }
    return world;
  }

  private Move move(int number) {
    int fault = number % FAULTS;
    Step step = steps.get(number / FAULTS);
    if (fault == 0) {
      return Move.of(step);
    }
    return new Move(
        step,
        fault <= MAX_OPERATION ? new Fault.Fails(fault) : new Fault.Crashes(fault - MAX_OPERATION));
  }

  /** Makes one move; says how many operations on the store it took. */
  private int visit(World base, int state, int number, int depth) {
    World world = base.copy();
    World.Result result = world.perform(move(number), Story.value(depth));
    generated++;
    if (result.breach() != null) {
      report(state, number, result.breaches(world));
      return result.operations();
    }
    Fingerprint print = world.fingerprint();
    if (seen.add(print.high(), print.low())) {
      List<Breach> breaches = world.examine();
      report(state, number, breaches);
      if (depth < options.depth() && breaches.stream().noneMatch(Explorer::endsPath)) {
        paths.add(state, number);
      }
    }
    return result.operations();
  }

  /** Once the content is wrong, what follows tells nothing new. */
  private static boolean endsPath(Breach breach) {
    return breach.rule() == Rule.C5 || breach.rule() == Rule.S2;
  }

  private void report(int state, int number, List<Breach> breaches) {
    List<Breach> shown =
        breaches.stream().filter(breach -> open.contains(breach.symptom())).toList();
    if (shown.isEmpty()) {
      return;
    }
    List<Move> moves = new ArrayList<>();
    paths.to(state).forEach(one -> moves.add(move(one)));
    moves.add(move(number));
    counterexamples.add(new Counterexample(moves, shown));
    listener.accept(counterexamples.getLast());
    shown.forEach(breach -> open.remove(breach.symptom()));
  }
}
