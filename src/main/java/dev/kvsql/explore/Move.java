package dev.kvsql.explore;

/** A step, and what goes wrong meanwhile. */
public record Move(Step step, Fault fault) {
  /** A step in which nothing goes wrong. */
  public static Move of(Step step) {
    return new Move(step, Fault.NONE);
  }
}
