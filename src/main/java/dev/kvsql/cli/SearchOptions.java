package dev.kvsql.cli;

import dev.kvsql.explore.Alphabet;
import dev.kvsql.explore.ExploreOptions;
import dev.kvsql.explore.Rule;
import dev.kvsql.explore.Start;
import dev.kvsql.explore.policy.Policy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code explore} looks at, and for how long. */
final class SearchOptions {
  private static final int MAX_DEPTH = 12;
  private static final Set<Integer> PAGE_SIZES = Set.of(512, 1024, 2048, 4096, 8192, 16384);

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Most steps of a sequence, 1 to 12; each makes it some 10 times more (default: 5).")
  private int depth;

  @Option(
      names = "--faults",
      description =
          "Operations on the store fail too, the process dies at any of them, the power is cut.")
  private boolean faults;

  @Option(
      names = "--page-size",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description =
          "What is written within a batch is pages of this size: 512 to 16384 (default: 4096).")
  private int pageSize;

  @Option(
      names = "--start",
      paramLabel = "START",
      defaultValue = "empty",
      description =
          "What the store holds at first: empty, or leftovers of an interrupted truncate (default:"
              + " empty).")
  private From start;

  @Option(
      names = "--all",
      description =
          "Do not stop at the first counterexample: print the shortest one for every way to break a rule.")
  private boolean all;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      split = ",",
      description = "Only these rules: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Rule> rules = List.of(Rule.values());

  @Option(
      names = "--random",
      paramLabel = "RUNS",
      description =
          "Make this many random runs of 1000 steps instead, and cut down what they find.")
  private @Nullable Integer random;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the first random run; the next ones follow (default: 1).")
  private long seed;

  /** What a sequence begins with; the names are what people type. */
  enum From {
    empty,
    leftovers
  }

  /** Refuses what cannot be looked at. */
  void requireSensible() {
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new UsageException("--depth is 1 to " + MAX_DEPTH + ", not " + depth);
    }
    if (!PAGE_SIZES.contains(pageSize)) {
      throw new UsageException("--page-size is a power of two from 512 to 16384, not " + pageSize);
    }
    if (options(Policy.KVSQL).symptoms().isEmpty()) {
      throw new UsageException(
          "--start leftovers begins with these rules broken; choose another --rule, or --start"
              + " empty");
    }
    if (random != null && random < 1) {
      throw new UsageException("--random is at least 1, not " + random);
    }
  }

  /** How many random runs to make; null to look at every sequence. */
  @Nullable Integer runs() {
    return random;
  }

  /** Seed of the first random run. */
  long seed() {
    return seed;
  }

  /** What to look for with one policy. */
  ExploreOptions options(Policy policy) {
    return new ExploreOptions(
        policy,
        switch (start) {
          case empty -> Start.EMPTY;
          case leftovers -> Start.LEFTOVERS;
        },
        Alphabet.of(pageSize),
        depth,
        faults ? ExploreOptions.Faults.ANY : ExploreOptions.Faults.NONE,
        Set.copyOf(rules),
        all ? ExploreOptions.Goal.EVERY_SYMPTOM : ExploreOptions.Goal.SHORTEST);
  }
}
