package dev.kvsql.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every side has the same rows and the same keys in the same order. */
final class BenchTableTest {
  private final BenchTable table = new BenchTable(50, 3);

  @Test
  void allKeysAreEveryRowOnce() {
    assertThat(table.keys(50, 1))
        .containsExactlyInAnyOrder(IntStream.rangeClosed(1, 50).toArray())
        .isNotEqualTo(IntStream.rangeClosed(1, 50).toArray());
  }

  @Test
  void theKeysDependOnSeedAndRoundOnly() {
    assertThat(table.keys(10, 1)).isEqualTo(new BenchTable(50, 3).keys(10, 1)).hasSize(10);
    assertThat(table.keys(10, 1)).isNotEqualTo(table.keys(10, 2));
    assertThat(table.keys(10, 1)).isNotEqualTo(new BenchTable(50, 9).keys(10, 1));
  }

  @Test
  void aRowHasAHundredCharacters() {
    assertThat(BenchTable.body(table.random(1))).hasSize(100);
  }
}
