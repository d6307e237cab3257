package dev.kvsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random SQL on a mount and on a file: SQLite says the same to every statement, and leaves the same
 * bytes. {@code -Dkvsql.seed=N} repeats one script; {@code mvn -Psoak test} goes on for ever.
 */
final class DifferentialFuzzTest {
  private static final int SCRIPTS = 300;
  private static final int SHRINKING_TRIES = 400;
  private static final Tally ALL = new Tally();

  @TempDir Path dir;

  static LongStream seeds() {
    return Seeds.of(SCRIPTS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aMountSaysAndLeavesWhatAFileDoes(long seed) {
    requireSame(seed);
  }

  /** Most statements do something; and of what can go wrong between connections, all does. */
  @AfterAll
  static void everythingWasReached() {
    if (Long.getLong("kvsql.seed") == null) {
      int done = ALL.of(Tally.DONE);
      assertThat(done).as(ALL.toString()).isGreaterThan(20 * SCRIPTS);
      for (String code :
          List.of("BUSY", "LOCKED", "CONSTRAINT_UNIQUE", "CONSTRAINT_TRIGGER", "FULL", "ERROR")) {
        assertThat(ALL.of("SQLITE_" + code)).as(code + " in " + ALL).isPositive();
      }
    }
  }

  @Test
  @Tag("soak")
  void scriptsWithoutEndLeaveTheSame() {
    LongStream.iterate(System.nanoTime(), seed -> seed + 1).forEach(this::requireSame);
  }

  private void requireSame(long seed) {
    Script script = Script.of(seed);
    Story story = Duel.run(dir, script);
    ALL.add(story.tally());
    if (story.isOfTwo()) {
      List<Step> few =
          Shrinker.shrink(
              script.steps(),
              steps -> Duel.run(dir, script.with(steps)).isOfTwo(),
              SHRINKING_TRIES);
      throw new AssertionError(
          "seed %d, %s\n%s\nwhole script: %s"
              .formatted(seed, script.setup(), Duel.run(dir, script.with(few)), story));
    }
  }
}
