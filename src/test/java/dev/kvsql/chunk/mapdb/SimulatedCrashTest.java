package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Power cuts on a simulated disk: unforced writes are lost sector by sector, in any order, lengths
 * and directory entries too. {@code -Dkvsql.seed=N} repeats one run; {@code mvn -Psoak test} goes
 * on for ever.
 */
final class SimulatedCrashTest {
  private static final int RUNS = 400;
  private static final int CRASHES = 25;

  @Test
  void tenThousandPowerCutsLoseNoAcknowledgedCommit() {
    Seeds.of(RUNS).forEach(seed -> new CrashRun(seed).crash(CRASHES));
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
