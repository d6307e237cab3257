package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contenders take turns, and what is said of their times is exact. */
final class TimingsTest {
  private final List<String> turns = new ArrayList<>();

  /** Takes as many nanoseconds as are written here, by round. */
  private record Scripted(Side side, List<String> turns, long[]... rounds) implements Contender {
    @Override
    public Map<Figure, long[]> round(int number) {
      turns.add(side.id() + " " + number);
      return Map.of(Figure.COMMIT, rounds[number]);
    }
  }

  @Test
  void theOrderIsAnotherInEachRound() throws Exception {
    long[][] rounds = {{1}, {1}, {1}};

    Timings.inTurn(
        2,
        List.of(
            new Scripted(Side.SQLITE_DELETE, turns, rounds),
            new Scripted(Side.SQLITE_WAL, turns, rounds),
            new Scripted(Side.KVSQL, turns, rounds)));

    assertThat(turns)
        .containsExactly(
            "sqlite-delete 0",
            "sqlite-wal 0",
            "kvsql 0",
            "sqlite-wal 1",
            "kvsql 1",
            "sqlite-delete 1",
            "kvsql 2",
            "sqlite-delete 2",
            "sqlite-wal 2");
  }

  @Test
  void theFirstRoundIsNotCounted() throws Exception {
    Comparison comparison =
        compare(Statistic.MEAN, new long[][] {{1000}, {4}, {6}}, new long[][] {{5000}, {10}, {30}});

    assertThat(comparison)
        .isEqualTo(
            new Comparison(
                new Work(Figure.COMMIT, 77),
                Statistic.MEAN,
                new Timing(Side.SQLITE_DELETE, 5, 2),
                new Timing(Side.KVSQL, 20, 2),
                new Ratio(4, 2.5, 5, 2)));
  }

  @Test
  void theRatioOfMediansIsTheMedianOfTheRounds() throws Exception {
    Comparison comparison =
        compare(
            Statistic.MEDIAN,
            new long[][] {{1}, {10, 20, 90}, {10, 10, 10}, {1, 2, 3}},
            new long[][] {{1}, {5, 10, 900}, {90, 90, 1}, {6, 6, 6}});

    assertThat(comparison.base()).isEqualTo(new Timing(Side.SQLITE_DELETE, 10, 9));
    assertThat(comparison.subject()).isEqualTo(new Timing(Side.KVSQL, 6, 9));
    assertThat(comparison.ratio()).isEqualTo(new Ratio(3, 0.5, 9, 3));
  }

  @Test
  void whatIsSlowInOneRoundOnlyShowsInTheRatioOfMeans() throws Exception {
    long[][] even = {{1}, {10}, {10}, {10}};
    long[][] once = {{1}, {10}, {10}, {280}};

    assertThat(compare(Statistic.MEAN, even, once).ratio()).isEqualTo(new Ratio(10, 1, 28, 3));
    assertThat(compare(Statistic.MEDIAN, even, once).ratio()).isEqualTo(new Ratio(1, 1, 28, 3));
  }

  @Test
  void onePlaceOfEachRoundIsASampleOfItsOwn() throws Exception {
    Timings timings =
        Timings.inTurn(
            2,
            List.of(
                new Scripted(Side.SQLITE_DELETE, turns, new long[][] {{0, 0}, {1, 10}, {1, 30}}),
                new Scripted(Side.KVSQL, turns, new long[][] {{0, 0}, {9, 5}, {9, 60}})));
    Work work = new Work(Figure.COMMIT, 1, "second");

    assertThat(
            timings
                .at(Figure.COMMIT, 1)
                .compare(work, Statistic.MEDIAN, Side.SQLITE_DELETE, Side.KVSQL))
        .isEqualTo(
            new Comparison(
                work,
                Statistic.MEDIAN,
                new Timing(Side.SQLITE_DELETE, 20, 2),
                new Timing(Side.KVSQL, 32.5, 2),
                new Ratio(1.25, 0.5, 2, 2)));
  }

  private Comparison compare(Statistic statistic, long[][] base, long[][] subject)
      throws Exception {
    Timings timings =
        Timings.inTurn(
            base.length - 1,
            List.of(
                new Scripted(Side.SQLITE_DELETE, turns, base),
                new Scripted(Side.KVSQL, turns, subject)));
    return timings.compare(new Work(Figure.COMMIT, 77), statistic, Side.SQLITE_DELETE, Side.KVSQL);
  }
}
