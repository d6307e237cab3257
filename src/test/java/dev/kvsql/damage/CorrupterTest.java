package dev.kvsql.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kvsql.chunk.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two thousand databases with damages that nobody chose: whatever check, repair and undo say of
 * them, they keep. {@code -Dkvsql.seed=N} repeats one; {@code mvn -Psoak test} goes on for ever.
 */
final class CorrupterTest {
  private static final int STORES = 2000;
  private static final int PARTS = 8;
  private static final int MOST_FAILURES = 12;
  private static final Duration MOST = Duration.ofSeconds(60);

  @TempDir private static Path dir = Path.of("");
  private static List<BaseDatabase> bases = List.of();

  @BeforeAll
  static void makeBases() throws Exception {
    bases = BaseDatabases.make();
  }

  static IntStream parts() {
    return IntStream.range(0, PARTS);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void twoThousandDamagedStoresAreJudgedRightAndRepairedWithoutLoss(int part) {
    List<String> failures = new ArrayList<>();
    Map<CorrupterRun.End, Integer> ends = new EnumMap<>(CorrupterRun.End.class);
    Seeds.of(STORES)
        .filter(seed -> Math.floorMod(seed, PARTS) == part)
        .takeWhile(seed -> failures.size() < MOST_FAILURES)
        .forEach(seed -> run(seed, ends, failures));
    assertThat(failures).isEmpty();
    assertEveryEndIsReached(ends);
  }

  /** A test of repairs that repairs nothing tests nothing. */
  private static void assertEveryEndIsReached(Map<CorrupterRun.End, Integer> ends) {
    if (Long.getLong("kvsql.seed") == null) {
      assertThat(ends.getOrDefault(CorrupterRun.End.REPAIRED, 0)).isGreaterThan(STORES / PARTS / 4);
      assertThat(ends).containsKeys(CorrupterRun.End.CLEAN, CorrupterRun.End.NOTHING_SAFE);
    }
  }

  @Test
  @Tag("soak")
  void damagesWithoutEndAreJudgedRightAndRepairedWithoutLoss() {
    List<String> failures = new ArrayList<>();
    Map<CorrupterRun.End, Integer> ends = new EnumMap<>(CorrupterRun.End.class);
    LongStream.iterate(System.nanoTime(), seed -> seed + 1)
        .takeWhile(seed -> failures.isEmpty())
        .forEach(seed -> {
          run(seed, ends, failures);
          if (seed % 5000 == 0) {
            System.err.println("seed " + seed + ": " + ends);
          }
        });
    assertThat(failures).isEmpty();
  }

  private static void run(long seed, Map<CorrupterRun.End, Integer> ends, List<String> failures) {
    CorruptedStore store = CorruptedStore.of(bases, seed, dir);
    try {
      ends.merge(
          assertTimeoutPreemptively(MOST, () -> new CorrupterRun(store, dir).run()),
          1,
          Integer::sum);
    } catch (AssertionError | RuntimeException e) {
      failures.add(store + "\n" + e);
    } finally {
      store.remove();
    }
  }
}
