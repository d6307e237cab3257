package dev.kvsql.chunk.salvage;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys that a tree answers for, but for which no leaf was found on the way down.
 *
 * @param damage of the node that led to them
 * @param successor recid of the leaf behind the gap; 0 without one
 */
record Gap(KeySpan span, Damage damage, long successor) {

  /**
   * What remains when leaves fill a part of it.
   *
   * @param first recid of the first of them
   * @param behind the damage that keeps the last of them from being followed
   */
  List<Gap> without(KeySpan filled, long first, Damage behind) {
    List<Gap> rest = new ArrayList<>();
    if (filled.after() != null) {
      add(rest, new Gap(new KeySpan(span.after(), filled.after()), damage, first));
    }
    if (filled.upTo() != null) {
      add(rest, new Gap(new KeySpan(filled.upTo(), span.upTo()), behind, successor));
    }
    return rest;
  }

  private static void add(List<Gap> gaps, Gap gap) {
    if (!gap.span.isEmpty()) {
      gaps.add(gap);
    }
  }
}
