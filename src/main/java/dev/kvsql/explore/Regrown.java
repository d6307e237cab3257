package dev.kvsql.explore;

import dev.kvsql.file.Incoherence;
import java.util.List;
import java.util.stream.Stream;

/**
 * What does not hold once a file has grown back over what was cut off, from the same state in each
 * of two ways.
 *
 * @param byWriting after one chunk was written where the old end was, as SQLite lets files grow
 * @param byTruncating after the size was set to the old one, or to more
 */
public record Regrown(List<Incoherence> byWriting, List<Incoherence> byTruncating) {
  public Regrown {
    byWriting = List.copyOf(byWriting);
    byTruncating = List.copyOf(byTruncating);
  }

  /** Which way of growing breaks something. */
  public enum Way {
    BOTH,
    WRITING,
    TRUNCATING
  }

  /** Whether everything holds, whichever way the file grows. */
  public boolean holds() {
    return byWriting.isEmpty() && byTruncating.isEmpty();
  }

  /** What is broken in one way or the other, each but once. */
  public List<Incoherence> broken() {
    return Stream.concat(byWriting.stream(), byTruncating.stream()).distinct().toList();
  }

  /** One verdict for each invariant, in order. */
  public List<Verdict> verdicts() {
    return Verdict.of(broken());
  }

  /** How the file grew when this broke; it is one of those that are {@link #broken}. */
  public Way way(Incoherence one) {
    return !byTruncating.contains(one)
        ? Way.WRITING
        : byWriting.contains(one) ? Way.BOTH : Way.TRUNCATING;
  }
}
