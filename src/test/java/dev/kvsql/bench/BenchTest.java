package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every measure measures what it says, and nothing is left, also when one fails. */
final class BenchTest {
  private static final Counts SMALL = new Counts(3, 1, 20, 10, 2, 1L << 20, 6L << 20);

  @TempDir private Path dir = Path.of("");

  @AfterEach
  void nothingIsLeft() {
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void commitsAreHeldAgainstBothJournalModes() throws Exception {
    assertThat(lines(Measure.COMMIT, 2))
        .containsExactly(
            "commit 3 median: kvsql 6, sqlite-delete 6",
            "commit 3 p90: kvsql 6, sqlite-delete 6",
            "commit 3 mean: kvsql 6, sqlite-delete 6",
            "commit 3 median: kvsql 6, sqlite-wal 6",
            "commit 3 p90: kvsql 6, sqlite-wal 6",
            "commit 3 mean: kvsql 6, sqlite-wal 6");
  }

  @Test
  void aLoadIsTimedUntilItsCommitAndUntilTheDatabaseIsClosed() throws Exception {
    List<Comparison> load = run(Measure.LOAD, 1).comparisons();

    assertThat(lines(load))
        .containsExactly(
            "load 20 median: kvsql 1, sqlite-delete 1",
            "load-and-close 20 median: kvsql 1, sqlite-delete 1");
    assertThat(load.getLast().subject().nanos()).isGreaterThan(load.getFirst().subject().nanos());
  }

  @Test
  void rowsAreReadOneByOneAndInOneTransaction() throws Exception {
    assertThat(lines(Measure.READ, 2))
        .containsExactly(
            "read 10 median: kvsql 2, sqlite-delete 2",
            "read-in-transaction 10 median: kvsql 2, sqlite-delete 2");
  }

  @Test
  void aScanIsOverEveryRow() throws Exception {
    assertThat(lines(Measure.SCAN, 2)).containsExactly("scan 20 median: kvsql 2, sqlite-delete 2");
  }

  @Test
  void aLargeStoreIsOpenedAndAnEmptyOne() throws Exception {
    assertThat(lines(Measure.OPEN, 2))
        .containsExactly(
            "open-to-read 1048576 median: store-filled 4, store-empty 4",
            "open-to-write 1048576 median: store-filled 4, store-empty 4");
  }

  @Test
  void theLogThatIsReplayedIsNearlyFull() throws Exception {
    List<Comparison> replay = run(Measure.REPLAY, 1).comparisons();

    assertThat(lines(replay))
        .containsExactly(
            "replay " + replay.getFirst().amount() + " median: store-killed 1, store-closed 1");
    assertThat(replay.getFirst().amount()).isBetween(SMALL.logBytes() * 95 / 100, 8L << 20);
  }

  @Test
  void theResultSaysWhatWasMeasuredAndWhere() throws Exception {
    BenchPlan plan = new BenchPlan(Set.of(Measure.SCAN), 1, 9, SMALL);
    try (Workplace place = Workplace.in(dir)) {
      BenchResult result = Bench.run(place, plan, measure -> {});

      assertThat(result.plan()).isEqualTo(plan);
      assertThat(result.environment()).isEqualTo(place.environment());
    }
  }

  @Test
  void measuresAreTakenInTheirOrder() throws Exception {
    List<Measure> begun = new ArrayList<>();
    BenchPlan plan =
        new BenchPlan(EnumSet.of(Measure.REPLAY, Measure.COMMIT, Measure.SCAN), 1, 1, SMALL);
    try (Workplace place = Workplace.in(dir)) {
      Bench.run(place, plan, begun::add);
    }

    assertThat(begun).containsExactly(Measure.COMMIT, Measure.SCAN, Measure.REPLAY);
  }

  /** Where a measure wants to make a directory, at once or in its second round, is a file. */
  @ParameterizedTest
  @EnumSource
  void nothingIsLeftWhenAMeasureFails(Measure measure) {
    assertThatThrownBy(() -> runIntoFile(measure))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kvsql-bench-");
  }

  private void runIntoFile(Measure measure) throws SQLException, IOException {
    String name = measure == Measure.LOAD ? "load-kvsql-1" : measure.toString();
    BenchPlan plan = new BenchPlan(Set.of(measure), 1, 1, SMALL);
    try (Workplace place = Workplace.in(dir)) {
      Bench.run(place, plan, begun -> write(place.directory().resolve(name)));
    }
  }

  @Test
  void aStoreThatDoesNotFitOnTheDiskIsNotBegun() throws Exception {
    Counts huge = new Counts(1, 1, 1, 1, 1, 16L << 40, 1);
    try (Workplace place = Workplace.in(dir)) {
      BenchPlan plan = new BenchPlan(Set.of(Measure.OPEN), 1, 1, huge);

      assertThatThrownBy(() -> Bench.run(place, plan, measure -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("a store of 17,592,186,044,416 bytes needs ")
          .hasMessageEndingWith("; name another directory or a smaller --store-size");
    }
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "in the way");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BenchResult run(Measure measure, int rounds) throws SQLException, IOException {
    try (Workplace place = Workplace.in(dir)) {
      return Bench.run(place, new BenchPlan(Set.of(measure), rounds, 1, SMALL), begun -> {});
    }
  }

  private List<String> lines(Measure measure, int rounds) throws SQLException, IOException {
    return lines(run(measure, rounds).comparisons());
  }

  /** Everything of the comparisons but the times; those are merely there. */
  private static List<String> lines(List<Comparison> comparisons) {
    assertThat(comparisons)
        .allSatisfy(comparison -> {
          assertThat(comparison.base().nanos()).isPositive();
          assertThat(comparison.subject().nanos()).isPositive();
          assertThat(comparison.ratio().typical())
              .isBetween(comparison.ratio().lowest(), comparison.ratio().highest());
        });
    return comparisons.stream()
        .map(comparison ->
            "%s %d %s: %s, %s"
                .formatted(
                    comparison.figure().id(),
                    comparison.amount(),
                    comparison.statistic().id(),
                    side(comparison.subject()),
                    side(comparison.base())))
        .toList();
  }

  private static String side(Timing timing) {
    return timing.side().id() + " " + timing.samples();
  }
}
