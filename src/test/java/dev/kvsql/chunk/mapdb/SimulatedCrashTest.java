package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Seeds;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Power cuts on a simulated disk: unforced writes are lost sector by sector, in any order, lengths
 * and directory entries too. {@code -Dkvsql.seed=N} repeats one run; {@code mvn -Psoak test} goes
 * on for ever.
 */
@Execution(ExecutionMode.CONCURRENT)
final class SimulatedCrashTest {
  private static final int RUNS = 404;
  private static final int CRASHES = 25;
  private static final int PARTS = 4;

  static IntStream parts() {
    return IntStream.range(0, PARTS);
  }

  /** A quarter of ten thousand each, so that they keep every processor busy. */
  @ParameterizedTest
  @MethodSource("parts")
  void tenThousandPowerCutsLoseNoAcknowledgedCommit(int part) {
    Seeds.of(RUNS)
        .filter(seed -> Math.floorMod(seed, PARTS) == part)
        .forEach(seed -> new CrashRun(seed).crash(CRASHES));
  }

  @Test
  @Tag("soak")
  void powerCutsWithoutEndLoseNoAcknowledgedCommit() {
    long start = System.nanoTime();
    LongStream.iterate(start, seed -> seed + 1)
        .forEach(seed -> {
          new CrashRun(seed).crash(CRASHES);
          long runs = seed - start + 1;
          if (runs % 100 == 0) {
            System.err.println(runs * CRASHES + " power cuts survived, seed " + seed);
          }
        });
  }
}
