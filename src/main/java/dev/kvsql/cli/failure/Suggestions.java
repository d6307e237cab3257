package dev.kvsql.cli.failure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody may have meant who wrote a word that is not there. */
public final class Suggestions {
  private Suggestions() {}

  /** The closest candidate, the first of those that are as close; nothing when none is close. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    return closest(word, candidates).stream().findFirst();
  }

  /** A question to append to a message, or nothing when no candidate is close. */
  public static String didYouMean(String word, Collection<String> candidates) {
    List<String> close = closest(word, candidates);
    return close.isEmpty() ? "" : "; did you mean " + String.join(" or ", close) + "?";
  }

  /**
   * The candidates with the fewest slips between them and the word, in their order; none with more
   * slips than a third of the longer word has letters, or one.
   */
  static List<String> closest(String word, Collection<String> candidates) {
    return candidates.stream()
        .distinct()
        .filter(candidate -> slips(word, candidate) <= tolerated(word, candidate))
        .collect(Collectors.groupingBy(candidate -> slips(word, candidate)))
        .entrySet()
        .stream()
        .min(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .orElse(List.of());
  }

  private static int tolerated(String word, String candidate) {
    return Math.max(1, Math.max(word.length(), candidate.length()) / 3);
  }

  /**
   * How many letters were left out, added, replaced or exchanged with their neighbour, at least,
   * without regard to case: the optimal string alignment distance.
   */
  static int slips(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] cost) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
