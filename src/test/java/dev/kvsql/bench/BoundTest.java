package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A bound holds for the median against its side, up to its value. */
final class BoundTest {
  private static final Bound COMMIT_AGAINST_DELETE =
      new Bound(Figure.COMMIT, Side.SQLITE_DELETE, 0.5);

  @Test
  void aBoundIsForOneFigureAndOneSide() {
    assertThat(commit(Statistic.MEDIAN, Side.SQLITE_DELETE, 1).bound())
        .contains(COMMIT_AGAINST_DELETE);
    assertThat(commit(Statistic.MEDIAN, Side.SQLITE_WAL, 1).bound())
        .contains(new Bound(Figure.COMMIT, Side.SQLITE_WAL, 1.0));
    assertThat(commit(Statistic.MEDIAN, Side.STORE_EMPTY, 1).bound()).isEmpty();
  }

  @Test
  void onlyTheMedianHasOne() {
    assertThat(commit(Statistic.MEAN, Side.SQLITE_DELETE, 9).bound()).isEmpty();
    assertThat(commit(Statistic.MEAN, Side.SQLITE_DELETE, 9).isMissed()).isFalse();
  }

  @Test
  void aRatioIsMissedAboveItsBoundOnly() {
    assertThat(commit(Statistic.MEDIAN, Side.SQLITE_DELETE, 0.5).isMissed()).isFalse();
    assertThat(commit(Statistic.MEDIAN, Side.SQLITE_DELETE, 0.501).isMissed()).isTrue();
  }

  @Test
  void aResultTellsWhetherAnyIsMissed() {
    Comparison good = commit(Statistic.MEDIAN, Side.SQLITE_DELETE, 0.4);
    Comparison bad = commit(Statistic.MEDIAN, Side.SQLITE_WAL, 1.1);

    assertThat(result(good).isAnyMissed()).isFalse();
    assertThat(result(good, bad).isAnyMissed()).isTrue();
  }

  private static Comparison commit(Statistic statistic, Side base, double ratio) {
    return new Comparison(
        new Work(Figure.COMMIT, 1),
        statistic,
        new Timing(base, 1, 1),
        new Timing(Side.KVSQL, ratio, 1),
        new Ratio(ratio, ratio, ratio, 1));
  }

  private static BenchResult result(Comparison... comparisons) {
    Counts counts = Counts.usual(new Sizes(1, 1));
    return new BenchResult(
        new Environment("3", "25", Path.of("/"), "disk", "ext4"),
        BenchPlan.of(Set.of(Measure.COMMIT), measure -> 1, 1, counts),
        List.of(comparisons));
  }
}
