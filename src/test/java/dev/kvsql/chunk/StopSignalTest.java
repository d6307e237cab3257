package dev.kvsql.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The signal that ends reading. */
final class StopSignalTest {
  private final StopSignal stop = new StopSignal();
  private final List<String> heard = new ArrayList<>();

  @Test
  void itIsGivenOnce() {
    stop.onStop(() -> heard.add("first"));

    stop.stop("enough");
    stop.stop("again");

    assertThat(heard).containsExactly("first");
    assertThat(stop.reason()).contains("enough");
    assertThatThrownBy(stop::check).isInstanceOf(StoreException.Stopped.class).hasMessage("enough");
  }

  @Test
  void whoComesLateHearsItAtOnceAndWhoHasLeftDoesNot() {
    stop.onStop(() -> heard.add("left")).close();
    stop.stop("enough");
    stop.onStop(() -> heard.add("late"));

    assertThat(heard).containsExactly("late");
  }

  @Test
  void aChildIsStoppedWithItsParentAndNotTheOtherWayRound() {
    try (StopSignal.Child one = stop.child();
        StopSignal.Child two = stop.child()) {
      one.signal().stop("time");
      assertThat(stop.isStopped()).isFalse();
      stop.stop("interrupted");

      assertThat(one.signal().reason()).contains("time");
      assertThat(two.signal().reason()).contains("interrupted");
    }
    assertThat(stop.child().signal().isStopped()).isTrue();
  }

  @Test
  void everyOperationOfAStoreEnds() {
    MemoryChunkStore memory = new MemoryChunkStore();
    StoppableChunkStore store = new StoppableChunkStore(memory, stop);
    byte[] key = {8, 1, 0, 0};
    WriteBatch batch = WriteBatch.builder().put(key, new byte[] {1}).build();
    store.apply(batch, Durability.FORCED);
    Iterator<Entry> scan = store.scan(KeyRange.ALL);
    Iterator<Entry> checksums =
        StoppableChunkStore.of(Optional.of(range -> memory.scan(range)), stop).orElseThrow().scan();
    assertThat(store.get(key)).containsExactly(1);
    assertThat(scan.hasNext()).isTrue();

    stop.stop("enough");

    for (Callable<?> operation :
        List.<Callable<?>>of(
            () -> Optional.ofNullable(store.get(key)),
            () -> store.scan(KeyRange.ALL),
            scan::hasNext,
            scan::next,
            checksums::next)) {
      assertThatThrownBy(operation::call).isInstanceOf(StoreException.Stopped.class);
    }
    assertThatThrownBy(() -> store.apply(batch, Durability.LAZY))
        .isInstanceOf(StoreException.Stopped.class);
  }
}
