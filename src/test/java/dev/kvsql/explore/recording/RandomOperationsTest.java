package dev.kvsql.explore.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.Seeds;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.explore.recording.RecordedOperation.Content;
import dev.kvsql.explore.recording.RecordedOperation.Delete;
import dev.kvsql.explore.recording.RecordedOperation.DeleteRange;
import dev.kvsql.explore.recording.RecordedOperation.Length;
import dev.kvsql.explore.recording.RecordedOperation.Put;
import dev.kvsql.explore.recording.RecordedOperation.Value;
import dev.kvsql.explore.recording.RecordedOperation.Written;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that no program would make, against a plain map. */
final class RandomOperationsTest {
  private final TreeMap<byte[], Integer> store = new TreeMap<>(Arrays::compareUnsigned);

  static LongStream seeds() {
    return Seeds.of(20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverIsDoneTheModelHasTheKeysOfTheStore(long seed) {
    Random random = new Random(seed);
    OperationReplay replay = new OperationReplay();
    for (int number = 1; number <= 1500; number++) {
      RecordedOperation operation = operation(random);
      replay.apply(number, operation);
      if (!operation.failed()) {
        carryOut(operation);
      }
      if (number % 10 == 0) {
        assertThat(lines(replay.keys()))
            .as("seed %d, operation %d", seed, number)
            .isEqualTo(lines(store));
      }
    }
    replay.finish();
    assertThat(lines(replay.keys())).isEqualTo(lines(store));
  }

  private void carryOut(RecordedOperation operation) {
    switch (operation) {
      case RecordedOperation.Get _ -> {
        // Changes nothing.
      }
      case Put(List<Written> entries, _) ->
          entries.forEach(entry -> store.put(entry.key(), entry.value().bytes()));
      case Delete(List<byte[]> keys, _) -> keys.forEach(store::remove);
      case DeleteRange(KeyRange range, _) -> store.keySet().removeIf(range::contains);
    }
  }

  private static List<String> lines(Map<byte[], Integer> keys) {
    return keys.entrySet().stream()
        .map(entry -> Arrays.toString(entry.getKey()) + "=" + entry.getValue())
        .toList();
  }

  private static RecordedOperation operation(Random random) {
    boolean failed = random.nextInt(6) == 0;
    return switch (random.nextInt(8)) {
      case 0 -> new DeleteRange(new KeyRange(key(random), key(random)), failed);
      case 1, 2 -> new Delete(keys(random), failed);
      case 3 -> new RecordedOperation.Get(keys(random), failed);
      default ->
          new Put(
              keys(random).stream().map(key -> new Written(key, value(random))).toList(), failed);
    };
  }

  /** Neighbouring chunks or anything. */
  private static List<byte[]> keys(Random random) {
    if (random.nextBoolean()) {
      long first = random.nextLong(8);
      return LongStream.rangeClosed(first, first + random.nextInt(4))
          .mapToObj(index -> StoreKey.chunk(FileTag.MAIN, index))
          .toList();
    }
    return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> key(random)).toList();
  }

  private static byte[] key(Random random) {
    FileTag file = random.nextInt(4) == 0 ? FileTag.JOURNAL : FileTag.MAIN;
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> StoreKey.meta(file);
      case 4 -> new byte[] {(byte) random.nextInt(12)};
      case 5 -> new byte[] {8, (byte) random.nextInt(3), (byte) random.nextInt(3)};
      case 6 -> StoreKey.chunk(file, StoreKey.MAX_CHUNKS - 1 - random.nextInt(2));
      default -> StoreKey.chunk(file, random.nextLong(10));
    };
  }

  private static Value value(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Content(new FileMeta(random.nextLong(50_000)).encode());
      case 1, 2 -> new Length(10);
      case 3 -> new Length(random.nextInt(5000));
      default -> new Length(4096);
    };
  }
}
