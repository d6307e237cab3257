package dev.kvsql.explore;

import dev.kvsql.file.Incoherence;
import dev.kvsql.file.Invariant;
import java.util.Arrays;
import java.util.List;

/** Whether an invariant holds, with what breaks it. */
public record Verdict(Invariant invariant, List<Incoherence> broken) {
  public Verdict {
    broken = List.copyOf(broken);
  }

  public boolean holds() {
    return broken.isEmpty();
  }

  /** The verdict on one invariant, of verdicts on all. */
  static Verdict of(Invariant invariant, List<Verdict> all) {
    return all.stream()
        .filter(verdict -> verdict.invariant() == invariant)
        .findFirst()
        .orElseThrow();
  }

  /** One verdict for each invariant, in order. */
  static List<Verdict> of(List<Incoherence> found) {
    return Arrays.stream(Invariant.values())
        .map(invariant ->
            new Verdict(
                invariant, found.stream().filter(one -> one.broken() == invariant).toList()))
        .toList();
  }
}
