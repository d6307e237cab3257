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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every measure measures what it says, and nothing is left, also when one fails. */
final class BenchTest {
  private static final Counts SMALL =
      new Counts(3, 1, 20, 30, 10, 2, 5000, 6L << 20, new Sizes(1 << 20, 1 << 20));

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
  void aScanIsOverASmallTableAndOverALargeOne() throws Exception {
    List<Comparison> scan = run(Measure.SCAN, 2).comparisons();

    assertThat(lines(scan))
        .containsExactly(
            "scan 30 median: kvsql 2, sqlite-delete 2",
            "scan-cold " + amount(scan) + " median: kvsql 2, sqlite-delete 2");
    assertThat(amount(scan)).isBetween(1_000_000L, 1L << 20);
  }

  @Test
  void blobsAreInsertedOneByOne() throws Exception {
    assertThat(lines(Measure.BLOB, 2))
        .containsExactly("blob 5000 median: kvsql 10, sqlite-delete 10");
  }

  @Test
  void aTruncateIsTimedAloneAndWithWhatMadeTheFreePages() throws Exception {
    List<Comparison> truncate = run(Measure.TRUNCATE, 1).comparisons();

    assertThat(lines(truncate))
        .containsExactly(
            "truncate " + amount(truncate) + " median: kvsql 1, sqlite-delete 1",
            "delete-and-truncate " + amount(truncate) + " median: kvsql 1, sqlite-delete 1");
    assertThat(truncate.getLast().subject().nanos())
        .isGreaterThan(truncate.getFirst().subject().nanos());
  }

  private static long amount(List<Comparison> comparisons) {
    return comparisons.getLast().work().amount();
  }

  @Test
  void scanAndTruncateShareTheirTable() throws Exception {
    BenchPlan plan = BenchPlan.of(Set.of(Measure.SCAN, Measure.TRUNCATE), measure -> 1, 1, SMALL);
    try (Workplace place = Workplace.in(dir)) {
      assertThat(Bench.run(place, plan, measure -> {}).comparisons()).hasSize(4);
    }
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
            "replay "
                + replay.getFirst().work().amount()
                + " median: store-killed 1, store-closed 1");
    assertThat(replay.getFirst().work().amount()).isBetween(SMALL.logBytes() * 95 / 100, 8L << 20);
  }

  @Test
  void theResultSaysWhatWasMeasuredAndWhere() throws Exception {
    BenchPlan plan = BenchPlan.of(Set.of(Measure.SCAN), measure -> 1, 9, SMALL);
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
        BenchPlan.of(
            EnumSet.of(Measure.REPLAY, Measure.COMMIT, Measure.SCAN), measure -> 1, 1, SMALL);
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
    String name =
        switch (measure) {
          case LOAD, BLOB, TRUNCATE -> measure + "-kvsql-1";
          case SPEEDTEST1, SCRIPT -> "script-sqlite-delete-0";
          case COMMIT, READ, SCAN, OPEN, REPLAY -> measure.toString();
        };
    BenchPlan plan = BenchPlan.of(Set.of(measure), same -> 1, 1, SMALL).with(script("SELECT 1"));
    try (Workplace place = Workplace.in(dir)) {
      Bench.run(place, plan, begun -> write(place.directory().resolve(name)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN, 'a store of 17,592,186,044,416 bytes needs ', --store-size",
    "TRUNCATE, 'a table of 1,099,511,627,776 bytes needs ', --table-size",
  })
  void whatDoesNotFitOnTheDiskIsNotBegun(Measure measure, String start, String option)
      throws Exception {
    Counts huge = new Counts(1, 1, 1, 1, 1, 1, 1, 1, new Sizes(16L << 40, 1L << 40));
    try (Workplace place = Workplace.in(dir)) {
      BenchPlan plan = BenchPlan.of(Set.of(measure), same -> 1, 1, huge);

      assertThatThrownBy(() -> Bench.run(place, plan, begun -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(start)
          .hasMessageEndingWith("; name another directory or a smaller " + option);
    }
  }

  @Test
  void aScriptIsTimedAsAWholeAndTestByTest() throws Exception {
    SqlScript script =
        script(
            """
            CREATE TABLE t(x);
            -- begin test 1 rows
            INSERT INTO t VALUES(1), (2); SELECT * FROM t;
            -- end test 1
            -- begin test 2 space
            VACUUM
            """);
    BenchPlan plan = BenchPlan.of(Set.of(Measure.SCRIPT), same -> 2, 1, SMALL).with(script);
    try (Workplace place = Workplace.in(dir)) {
      BenchResult result = Bench.run(place, plan, begun -> {});

      assertThat(lines(result.comparisons()))
          .containsExactly(
              "script 4 median: kvsql 2, sqlite-delete 2",
              "script 4 median: kvsql 2, sqlite-wal 2",
              "script-test 2 (1 rows) median: kvsql 2, sqlite-delete 2",
              "script-test 1 (2 space) median: kvsql 2, sqlite-delete 2",
              "script-test 2 (1 rows) median: kvsql 2, sqlite-wal 2",
              "script-test 1 (2 space) median: kvsql 2, sqlite-wal 2");
      assertThat(result.withoutParts().comparisons()).isEqualTo(result.comparisons().subList(0, 2));
    }
  }

  @Test
  void aStatementThatFailsIsToldWithItsLine() throws Exception {
    SqlScript script = script("SELECT 1;\nSELECT * FROM missing;\n");
    try (Workplace place = Workplace.in(dir)) {
      BenchPlan plan = BenchPlan.of(Set.of(Measure.SCRIPT), same -> 1, 1, SMALL).with(script);

      assertThatThrownBy(() -> Bench.run(place, plan, begun -> {}))
          .isInstanceOf(SQLException.class)
          .hasMessageMatching("/.*\\.sql, line 2: .*no such table: missing.*");
    }
  }

  private static SqlScript script(String text) throws IOException {
    Path file = Files.createTempFile("script", ".sql");
    try {
      return SqlScript.read(Files.writeString(file, text));
    } finally {
      Files.delete(file);
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
      return Bench.run(place, BenchPlan.of(Set.of(measure), same -> rounds, 1, SMALL), begun -> {});
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
            "%s %d%s %s: %s, %s"
                .formatted(
                    comparison.work().figure().id(),
                    comparison.work().amount(),
                    comparison.work().part().replaceFirst("(.+)", " ($1)"),
                    comparison.statistic().id(),
                    side(comparison.subject()),
                    side(comparison.base())))
        .toList();
  }

  private static String side(Timing timing) {
    return timing.side().id() + " " + timing.samples();
  }
}
