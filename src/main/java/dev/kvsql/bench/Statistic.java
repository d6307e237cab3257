package dev.kvsql.bench;

import java.util.Arrays;

/** A figure that stands for many. */
public enum Statistic {
  /** The one in the middle, or halfway between the two in the middle. */
  MEDIAN("median") {
    @Override
    double ofSorted(double[] sorted) {
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
  },
  /** The lowest that nine of ten do not exceed. */
  NINETIETH("p90") {
    @Override
    double ofSorted(double[] sorted) {
      return sorted[Math.ceilDiv(sorted.length * 9, 10) - 1];
    }
  },
  /** The sum by the count: rare and slow ones, such as checkpoints, have their share in it. */
  MEAN("mean") {
    @Override
    double ofSorted(double[] sorted) {
      return Arrays.stream(sorted).sum() / sorted.length;
    }
  };

  private final String id;

  Statistic(String id) {
    this.id = id;
  }

  /** The name in JSON; stays as it is. */
  public String id() {
    return id;
  }

  abstract double ofSorted(double[] sorted);

  /** The figure for these values, of which there is at least one. */
  double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted);
  }
}
