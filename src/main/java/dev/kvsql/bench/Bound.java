package dev.kvsql.bench;

import java.util.List;
import java.util.Optional;

/**
 * What kvsql aims at: how many times what SQLite takes over files it may take, with the usual
 * counts and sizes.
 *
 * @param atMost the highest ratio of medians
 */
public record Bound(Figure figure, Side base, double atMost) {
  private static final List<Bound> ALL =
      List.of(
          new Bound(Figure.SPEEDTEST1, Side.SQLITE_DELETE, 0.7),
          new Bound(Figure.SPEEDTEST1, Side.SQLITE_WAL, 1.0),
          new Bound(Figure.COMMIT, Side.SQLITE_DELETE, 0.5),
          new Bound(Figure.COMMIT, Side.SQLITE_WAL, 1.0),
          new Bound(Figure.READ, Side.SQLITE_DELETE, 0.8),
          new Bound(Figure.READ_IN_TRANSACTION, Side.SQLITE_DELETE, 0.8),
          new Bound(Figure.SCAN_COLD, Side.SQLITE_DELETE, 1.0),
          new Bound(Figure.LOAD, Side.SQLITE_DELETE, 1.0),
          new Bound(Figure.BLOB, Side.SQLITE_DELETE, 1.0),
          new Bound(Figure.TRUNCATE, Side.SQLITE_DELETE, 2.0));

  /** The bound of a comparison, if it has one. */
  static Optional<Bound> of(Comparison comparison) {
    return comparison.statistic() == Statistic.MEDIAN
        ? ALL.stream().filter(bound -> bound.isOf(comparison)).findFirst()
        : Optional.empty();
  }

  private boolean isOf(Comparison comparison) {
    return figure == comparison.work().figure() && base == comparison.base().side();
  }

  /** Whether a ratio is within it. */
  public boolean holds(Ratio ratio) {
    return ratio.typical() <= atMost;
  }
}
