package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.StoreKey;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TruncatePlanTest {
  private static final long MAX = 1L << 44;

  /**
   * Old size, new size; last chunk kept (-1: none), its bytes, cut or not, first deleted, deleted.
   */
  @ParameterizedTest
  @CsvSource({
    "20480, 0, -1, 0, false, 0, 5",
    "20480, 1, 0, 1, true, 1, 4",
    "20480, 4095, 0, 4095, true, 1, 4",
    "20480, 4096, 0, 4096, false, 1, 4",
    "20480, 4097, 1, 1, true, 2, 3",
    "20480, 8191, 1, 4095, true, 2, 3",
    "20480, 8192, 1, 4096, false, 2, 3",
    "20480, 8193, 2, 1, true, 3, 2",
    "20480, 16384, 3, 4096, false, 4, 1",
    "20480, 20479, 4, 4095, true, 5, 0",
    "20481, 20480, 4, 4096, false, 5, 1",
    "20482, 20481, 5, 1, true, 6, 0",
    "1, 0, -1, 0, false, 0, 1",
    "4096, 0, -1, 0, false, 0, 1",
    "4097, 4096, 0, 4096, false, 1, 1",
    "17592186044416, 0, -1, 0, false, 0, 4294967296",
    "17592186044416, 4096, 0, 4096, false, 1, 4294967295",
    "17592186044416, 17592186044415, 4294967295, 4095, true, 4294967296, 0",
    "17592186044416, 17592186040320, 4294967294, 4096, false, 4294967295, 1"
  })
  void shrinkingKeepsTheChunksBelowTheEnd(
      long oldSize, long newSize, long last, int lastBytes, boolean cut, long first, long deleted) {
    TruncatePlan plan = TruncatePlan.of(oldSize, newSize);
    assertThat(plan.direction()).isEqualTo(TruncatePlan.Direction.SHRINK);
    assertThat(plan.newMeta()).isEqualTo(new FileMeta(newSize));
    assertThat(plan.lastChunk()).isEqualTo(last < 0 ? OptionalLong.empty() : OptionalLong.of(last));
    assertThat(plan.lastChunkBytes()).isEqualTo(lastBytes);
    assertThat(plan.cutsChunk()).isEqualTo(cut);
    assertThat(plan.firstDeletedChunk()).isEqualTo(first);
    assertThat(plan.deletedChunks()).isEqualTo(deleted);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 4096",
    "1, 4095",
    "4095, 4096",
    "4096, 4097",
    "5000, 100000",
    "0, 17592186044416"
  })
  void growingCutsAndDeletesNothing(long oldSize, long newSize) {
    TruncatePlan plan = TruncatePlan.of(oldSize, newSize);
    assertThat(plan.direction()).isEqualTo(TruncatePlan.Direction.GROW);
    assertThat(plan.cutsChunk()).isFalse();
    assertThat(plan.deletedChunks()).isZero();
    assertThat(plan.newMeta()).isEqualTo(new FileMeta(newSize));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4095, 4096, 4097, MAX - 1, MAX})
  void theSameSizeDoesNothing(long size) {
    TruncatePlan plan = TruncatePlan.of(size, size);
    assertThat(plan.direction()).isEqualTo(TruncatePlan.Direction.NONE);
    assertThat(plan.cutsChunk()).isFalse();
    assertThat(plan.deletedChunks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, MAX + 1, Long.MIN_VALUE, Long.MAX_VALUE})
  void sizesOutOfRangeAreRejected(long size) {
    assertThatThrownBy(() -> TruncatePlan.of(0, size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(size + " bytes is not within 0..17592186044416");
    assertThatThrownBy(() -> TruncatePlan.of(size, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everySizeOfASmallFileKeepsJustTheChunksThatHaveBytes() {
    long oldSize = 3 * StoreKey.CHUNK_BYTES + 7;
    for (long size = 0; size < oldSize; size++) {
      TruncatePlan plan = TruncatePlan.of(oldSize, size);
      for (long index = 0; index < 4; index++) {
        boolean hasBytes = StoreKey.bytesWithin(size, index) > 0;
        assertThat(index < plan.firstDeletedChunk())
            .as("%d of %d", index, size)
            .isEqualTo(hasBytes);
        assertThat(index <= plan.lastChunk().orElse(-1)).isEqualTo(hasBytes);
      }
    }
  }
}
