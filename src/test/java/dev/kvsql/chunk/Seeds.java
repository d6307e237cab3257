package dev.kvsql.chunk;

import java.util.stream.LongStream;

/**
 * Seeds for random tests: {@code -Dkvsql.seed=N} repeats one run; otherwise a few fixed seeds, and
 * one that is new each time. A parameterized test has the seed in its name, and so in what fails.
 */
public final class Seeds {
  private Seeds() {}

  /** The seeds 1 to {@code fixed}, and a new one. */
  public static LongStream of(int fixed) {
    Long wanted = Long.getLong("kvsql.seed");
    return wanted != null
        ? LongStream.of(wanted)
        : LongStream.concat(LongStream.rangeClosed(1, fixed), LongStream.of(System.nanoTime()));
  }
}
