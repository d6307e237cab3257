package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StateSetTest {
  @Test
  void everyPairIsAddedOnce() {
    StateSet states = new StateSet();
    Set<List<Long>> model = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 30_000; i++) {
      long high = random.nextLong(150) << 40;
      long low = random.nextLong(150);
      assertThat(states.add(high, low)).isEqualTo(model.add(List.of(high, low)));
    }
    assertThat(states.size()).isEqualTo(model.size());
  }

  @Test
  void zeroIsAStateLikeAnyOther() {
    StateSet states = new StateSet();
    assertThat(states.add(0, 0)).isTrue();
    assertThat(states.add(0, 0)).isFalse();
    assertThat(states.size()).isEqualTo(1);
  }
}
