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

  /** One verdict for each invariant, in order. */
  static List<Verdict> of(List<Incoherence> found) {
    return Arrays.stream(Invariant.values())
        .map(invariant ->
            new Verdict(
                invariant, found.stream().filter(one -> one.broken() == invariant).toList()))
        .toList();
  }
}
