package dev.kvsql.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of the work. */
final class ShardTest {
  /** Machines of one run may have different versions of the program. */
  @ParameterizedTest
  @CsvSource({"a.kv, main, 4", "a.kv, other, 6", "eu/7f31.kv, main, 2", "eu/7f31.kv, '', 1"})
  void whichShareSomethingBelongsToIsTheSameForEver(String store, String database, int index) {
    assertThat(IntStream.rangeClosed(1, 8).filter(i -> new Shard(i, 8).holds(store, database)))
        .containsExactly(index);
  }

  @Test
  void namesThatDifferLittleAreSpreadEvenly() {
    for (int index = 1; index <= 4; index++) {
      Shard shard = new Shard(index, 4);
      assertThat(
              IntStream.range(0, 1000)
                  .filter(i -> shard.holds("stores/" + i + ".kv", "main"))
                  .count())
          .as("of 1000 in shard %s", shard)
          .isBetween(200L, 300L);
    }
  }

  @Test
  void aShareIsReadAsItIsWritten() {
    assertThat(Shard.parse("2/8")).contains(new Shard(2, 8)).map(Shard::toString).contains("2/8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "1/9999999", "a/b", " 1/2"})
  void whatIsNoShareIsNone(String text) {
    assertThat(Shard.parse(text)).isEmpty();
  }
}
