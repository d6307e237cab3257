package dev.kvsql.bench;

/**
 * What took its time.
 *
 * @param amount of what, the figure says
 * @param part the name of what is part of another work, such as a test of a script; empty for what
 *     stands for itself
 */
public record Work(Figure figure, long amount, String part) {
  /** What stands for itself. */
  public Work(Figure figure, long amount) {
    this(figure, amount, "");
  }

  /** Whether it is part of another work. */
  public boolean isPart() {
    return !part.isEmpty();
  }
}
