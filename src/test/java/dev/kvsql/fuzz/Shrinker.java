package dev.kvsql.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds a short list that still fails: leaves out halves, then quarters, down to single elements,
 * for as long as something can be left out.
 */
final class Shrinker {
  private Shrinker() {}

  /**
   * A part of a list, in its order, that fails.
   *
   * @param fails must hold for the list itself
   * @param tries how often it may be asked
   */
  static <T> List<T> shrink(List<T> list, Predicate<List<T>> fails, int tries) {
    List<T> shortest = list;
    int left = tries;
    for (int part = Math.max(1, list.size() / 2); part > 0; part /= 2) {
      boolean shorter = true;
      while (shorter) {
        shorter = false;
        for (int at = shortest.size() - part; at >= 0 && left > 0; at -= part, left--) {
          List<T> candidate = new ArrayList<>(shortest);
          candidate.subList(at, at + part).clear();
          if (fails.test(candidate)) {
            shortest = List.copyOf(candidate);
            shorter = true;
          }
        }
      }
    }
    return shortest;
  }
}
