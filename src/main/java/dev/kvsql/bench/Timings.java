package dev.kvsql.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The samples of a measure, round by round. */
final class Timings {
  private final Map<Line, List<long[]>> rounds = new HashMap<>();

  private record Line(Figure figure, Side side) {}

  /**
   * Has the contenders work in turn: one round each that is not counted, then the rounds that are,
   * each in another order. The garbage of one is not collected in the time of the next.
   */
  static Timings inTurn(int rounds, List<? extends Contender> contenders)
      throws SQLException, IOException {
    return inTurn(1, rounds, contenders);
  }

  /**
   * The same, with more rounds that are not counted.
   *
   * @param warmUps how many, at least 1
   */
  static Timings inTurn(int warmUps, int rounds, List<? extends Contender> contenders)
      throws SQLException, IOException {
    Timings timings = new Timings();
    for (int round = 1 - warmUps; round <= rounds; round++) {
      for (int turn = 0; turn < contenders.size(); turn++) {
        Contender contender = contenders.get(Math.floorMod(round + turn, contenders.size()));
        System.gc();
        Map<Figure, long[]> samples = contender.round(round);
        if (round > 0) {
          samples.forEach((figure, nanos) -> timings.add(figure, contender.side(), nanos));
        }
      }
    }
    return timings;
  }

  /** Adds what one side took in its next round. */
  void add(Figure figure, Side side, long... nanos) {
    rounds.computeIfAbsent(new Line(figure, side), line -> new ArrayList<>()).add(nanos);
  }

  /** The one sample of each round that is in this place of a figure's. */
  Timings at(Figure figure, int index) {
    Timings single = new Timings();
    rounds.forEach((line, samples) -> {
      if (line.figure() == figure) {
        samples.forEach(nanos -> single.add(figure, line.side(), nanos[index]));
      }
    });
    return single;
  }

  /** What the samples say; both sides must have had the same number of rounds. */
  Comparison compare(Work work, Statistic statistic, Side base, Side subject) {
    Line baseLine = new Line(work.figure(), base);
    Line subjectLine = new Line(work.figure(), subject);
    Timing baseTiming = timing(baseLine, statistic);
    Timing subjectTiming = timing(subjectLine, statistic);
    double[] ratios = ratios(byRound(subjectLine, statistic), byRound(baseLine, statistic));
    double typical =
        switch (statistic) {
          case MEDIAN, NINETIETH -> Statistic.MEDIAN.of(ratios);
          case MEAN -> subjectTiming.nanos() / baseTiming.nanos();
        };
    DoubleSummaryStatistics extent = Arrays.stream(ratios).summaryStatistics();
    Ratio ratio = new Ratio(typical, extent.getMin(), extent.getMax(), ratios.length);
    return new Comparison(work, statistic, baseTiming, subjectTiming, ratio);
  }

  private static double[] ratios(double[] subject, double[] base) {
    double[] ratios = new double[subject.length];
    Arrays.setAll(ratios, round -> subject[round] / base[round]);
    return ratios;
  }

  private Timing timing(Line line, Statistic statistic) {
    double[] all = samples(line).stream().flatMapToLong(Arrays::stream).asDoubleStream().toArray();
    return new Timing(line.side(), statistic.of(all), all.length);
  }

  private double[] byRound(Line line, Statistic statistic) {
    return samples(line).stream()
        .mapToDouble(round -> statistic.of(Arrays.stream(round).asDoubleStream().toArray()))
        .toArray();
  }

  private List<long[]> samples(Line line) {
    return rounds.getOrDefault(line, List.of());
  }
}
