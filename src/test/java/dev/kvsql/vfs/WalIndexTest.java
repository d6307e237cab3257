package dev.kvsql.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The memory and the locks of WAL mode (sqlite.org/walformat.html). */
final class WalIndexTest {
  private static final int REGION_BYTES = 32 << 10;

  private final WalIndex index = new WalIndex();
  private final SharedMemory first = index.use();
  private final SharedMemory second = index.use();

  @Test
  void whatOneWritesTheOtherReads() {
    MemorySegment mine = map(first, 0);
    mine.set(ValueLayout.JAVA_LONG, 8, 42);
    assertThat(map(second, 0).get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
    assertThat(map(second, 0).address()).isEqualTo(mine.address());
  }

  @Test
  void aRegionIsMadeOnlyWhenAskedForAndIsZero() {
    assertThat(first.map(0, REGION_BYTES, false)).isNull();
    MemorySegment third = map(first, 2);
    assertThat(third.byteSize()).isEqualTo(REGION_BYTES);
    assertThat(third.mismatch(MemorySegment.ofArray(new byte[REGION_BYTES]))).isEqualTo(-1);
    assertThat(second.map(1, REGION_BYTES, false)).as("those before it are there").isNotNull();
    assertThat(second.map(3, REGION_BYTES, false)).isNull();
  }

  @Test
  void theMemoryStaysUntilTheLastOneLeaves() {
    MemorySegment memory = map(first, 0);
    map(second, 0).set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
    first.unmap();
    assertThat(memory.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
    second.unmap();
    second.unmap();
    assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0))
        .as("the memory was given back")
        .isInstanceOf(IllegalStateException.class);
    assertThat(map(first, 0).get(ValueLayout.JAVA_BYTE, 0)).as("and is made anew").isZero();
  }

  @Test
  void manyShareALockOrOneHasItAlone() {
    assertThat(first.lock(3, 1, SharedMemory.Kind.SHARED)).isTrue();
    assertThat(second.lock(3, 1, SharedMemory.Kind.SHARED)).isTrue();
    assertThat(second.lock(3, 1, SharedMemory.Kind.EXCLUSIVE)).isFalse();
    first.unlock(3, 1);
    first.unlock(3, 1);
    assertThat(second.lock(3, 1, SharedMemory.Kind.EXCLUSIVE)).as("it shares with itself").isTrue();
    assertThat(first.lock(3, 1, SharedMemory.Kind.SHARED)).isFalse();
    assertThat(first.lock(4, 1, SharedMemory.Kind.SHARED)).as("another lock").isTrue();
  }

  @Test
  void severalLocksAreTakenTogetherOrNotAtAll() {
    assertThat(first.lock(5, 1, SharedMemory.Kind.EXCLUSIVE)).isTrue();
    assertThat(second.lock(3, 5, SharedMemory.Kind.EXCLUSIVE)).isFalse();
    assertThat(first.lock(3, 2, SharedMemory.Kind.EXCLUSIVE)).as("none was kept").isTrue();
  }

  @Test
  void unmappingGivesTheLocksBack() {
    map(first, 0);
    assertThat(first.lock(0, 8, SharedMemory.Kind.EXCLUSIVE)).isTrue();
    assertThat(second.lock(7, 1, SharedMemory.Kind.SHARED)).isFalse();
    first.unmap();
    assertThat(second.lock(7, 1, SharedMemory.Kind.SHARED)).isTrue();
  }

  private static MemorySegment map(SharedMemory memory, int region) {
    return Objects.requireNonNull(memory.map(region, REGION_BYTES, true));
  }
}
