package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statistics are exact, whatever the order of the values. */
final class StatisticTest {
  @Test
  void theMedianOfAnOddCountIsTheOneInTheMiddle() {
    assertThat(Statistic.MEDIAN.of(9, 1, 5)).isEqualTo(5);
  }

  @Test
  void theMedianOfAnEvenCountLiesBetweenTheTwoInTheMiddle() {
    assertThat(Statistic.MEDIAN.of(9, 1, 5, 4)).isEqualTo(4.5);
  }

  @Test
  void nineOfTenDoNotExceedTheNinetiethPercentile() {
    double[] hundred = IntStream.rangeClosed(1, 100).map(i -> 101 - i).asDoubleStream().toArray();

    assertThat(Statistic.NINETIETH.of(hundred)).isEqualTo(90);
    assertThat(Statistic.NINETIETH.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)).isEqualTo(9);
    assertThat(Statistic.NINETIETH.of(1, 2, 3)).isEqualTo(3);
  }

  @Test
  void oneSlowValueHasItsShareInTheMean() {
    assertThat(Statistic.MEAN.of(1, 1, 1, 97)).isEqualTo(25);
    assertThat(Statistic.MEDIAN.of(1, 1, 1, 97)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneValueIsItsOwnStatistic(Statistic statistic) {
    assertThat(statistic.of(7)).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void theValuesStayInTheirOrder(Statistic statistic) {
    double[] values = {3, 1, 2};

    assertThat(statistic.of(values)).isPositive();

    assertThat(values).containsExactly(3, 1, 2);
  }

  @ParameterizedTest
  @EnumSource
  void nothingHasNoStatistic(Statistic statistic) {
    assertThatThrownBy(statistic::of).isInstanceOf(IllegalArgumentException.class);
  }
}
