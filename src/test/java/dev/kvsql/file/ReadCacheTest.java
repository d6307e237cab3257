package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Seeds;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReadCacheTest {
  private static final int CHUNK = 4096;

  @Test
  void whatWasReadSinceTheHandPassedStaysAndWhatWasNotMakesRoom() {
    ReadCache cache = filled(3);
    cache.get(0);
    cache.get(2);
    cache.put(10, bytes(1));
    assertThat(cache.contents()).containsOnlyKeys(0L, 2L, 10L);
    cache.put(11, bytes(1));
    assertThat(cache.contents()).as("0 had its second chance").containsOnlyKeys(2L, 10L, 11L);
  }

  @Test
  void aScanLeavesWhatIsReadAgainAndAgain() {
    ReadCache cache = filled(8);
    for (int index = 100; index < 1000; index++) {
      assertThat(cache.get(3)).isNotNull();
      cache.put(index, bytes(1));
    }
    assertThat(cache.contents()).hasSize(8).containsKey(3L);
  }

  @Test
  void anotherVersionTakesThePlaceOfTheOneBefore() {
    ReadCache cache = filled(3);
    cache.put(1, bytes(7));
    assertThat(cache.get(1)).hasSize(7);
    assertThat(cache.use()).isEqualTo(new CacheUse(3, 1 + 7 + 1, 3 * CHUNK));
  }

  @Test
  void hitsAndMissesAreCountedAndOnlyReadingCounts() {
    ReadCache cache = filled(3);
    cache.get(1);
    cache.get(2);
    cache.get(2);
    cache.get(7);
    cache.has(1);
    assertThat(cache.hits()).isEqualTo(new CacheHits(3, 1));
    assertThat(cache.hits().rate()).isEqualTo(0.75);
    assertThat(new CacheHits(0, 0).rate()).isZero();
  }

  @Test
  void aCacheWithoutRoomKeepsNothing() {
    ReadCache cache = new ReadCache(CHUNK - 1);
    cache.put(0, bytes(1));
    assertThat(cache.get(0)).isNull();
    assertThat(cache.use()).isEqualTo(new CacheUse(0, 0, 0));
  }

  @Test
  void evictingForgetsWhatLiesBehind() {
    ReadCache cache = filled(9);
    cache.evictFrom(4);
    assertThat(cache.contents()).containsOnlyKeys(0L, 1L, 2L, 3L);
    assertThat(cache.use()).isEqualTo(new CacheUse(4, 4, 9 * CHUNK));
    cache.evictFrom(0);
    assertThat(cache.contents()).isEmpty();
    assertThat(cache.use()).isEqualTo(new CacheUse(0, 0, 9 * CHUNK));
    cache.put(5, bytes(1));
    assertThat(cache.contents()).containsOnlyKeys(5L);
  }

  @Test
  void aCopyGoesItsOwnWay() {
    ReadCache cache = filled(3);
    ReadCache copy = cache.copy();
    copy.remove(1);
    copy.put(0, bytes(9));
    assertThat(copy.contents()).containsOnlyKeys(0L, 2L);
    assertThat(cache.contents()).containsOnlyKeys(0L, 1L, 2L);
    assertThat(cache.get(0)).hasSize(1);
  }

  static LongStream seeds() {
    return Seeds.of(8);
  }

  /** The last version of a chunk or nothing; and as long as there is room, everything. */
  @ParameterizedTest
  @MethodSource("seeds")
  void holdsNothingButTheLastVersions(long seed) {
    Random random = new Random(seed);
    int capacity = 1 + random.nextInt(60);
    int range = 1 + random.nextInt(100);
    ReadCache cache = new ReadCache((long) capacity * CHUNK);
    Map<Long, byte[]> last = new TreeMap<>();
    for (int step = 0; step < 3000; step++) {
      long index = (random.nextBoolean() ? 0 : (1L << 32) - range) + random.nextInt(range);
      switch (random.nextInt(40)) {
        case 0 -> {
          cache.evictFrom(index);
          last.keySet().removeIf(other -> other >= index);
        }
        case 1, 2, 3, 4, 5 -> {
          cache.remove(index);
          last.remove(index);
        }
        case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> cache.get(index);
        default -> {
          byte[] version = bytes(1 + random.nextInt(9));
          cache.put(index, version);
          last.put(index, version);
          assertThat(cache.get(index)).isSameAs(version);
        }
      }
      Map<Long, byte[]> contents = cache.contents();
      assertThat(last).as("seed %d, step %d", seed, step).containsAllEntriesOf(contents);
      assertThat(contents).hasSizeLessThanOrEqualTo(capacity);
      assertThat(cache.use().bytes())
          .isEqualTo(contents.values().stream().mapToLong(chunk -> chunk.length).sum());
      last.keySet().retainAll(contents.keySet());
    }
  }

  @Test
  void nothingLeavesWhileThereIsRoom() {
    ReadCache cache = filled(100);
    for (int index = 0; index < 100; index++) {
      assertThat(cache.get(index)).hasSize(1);
    }
  }

  private static ReadCache filled(int chunks) {
    ReadCache cache = new ReadCache((long) chunks * CHUNK);
    for (int index = 0; index < chunks; index++) {
      cache.put(index, bytes(1));
    }
    return cache;
  }

  private static byte[] bytes(int count) {
    return new byte[count];
  }
}
