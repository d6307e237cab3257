package dev.kvsql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShrinkerTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void onlyWhatMakesItFailIsLeftInItsOrder() {
    List<Integer> few = Shrinker.shrink(HUNDRED, list -> list.containsAll(List.of(3, 50, 97)), 999);
    assertThat(few).containsExactly(3, 50, 97);
  }

  @Test
  void whatFailsWithoutAnythingIsEmpty() {
    assertThat(Shrinker.shrink(HUNDRED, _ -> true, 999)).isEmpty();
  }

  @Test
  void itEndsAfterSoManyTriesWithAListThatFails() {
    AtomicInteger tries = new AtomicInteger();
    List<Integer> few =
        Shrinker.shrink(
            HUNDRED,
            list -> {
              tries.incrementAndGet();
              return list.contains(7);
            },
            5);
    assertThat(tries).hasValueLessThanOrEqualTo(5);
    assertThat(few).contains(7).hasSizeLessThan(100);
  }
}
