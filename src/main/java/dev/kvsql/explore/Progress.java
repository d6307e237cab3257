package dev.kvsql.explore;

import java.time.Duration;

/**
 * How far an exploration is.
 *
 * @param depth steps of the sequences that are looked at
 * @param generated states that were reached, each by one more step from another
 * @param distinct how many of them were different
 * @param done how many states of the depth before were gone on from, of {@code of}
 */
public record Progress(
    int depth, long generated, long distinct, int done, int of, Duration elapsed) {
  /** States reached in a second. */
  public long statesPerSecond() {
    return elapsed.toNanos() == 0 ? 0 : (long) (generated / (elapsed.toNanos() / 1e9));
  }
}
