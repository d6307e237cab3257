package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.ReadOnlyChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.Invariant;
import dev.kvsql.file.TruncatePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated truncates of a real database of 22 chunks. */
final class TruncateSimulationTest {
  private static final long SIZE = 22 * 4096;
  private static final long TEN_GIBIBYTES = 10L << 30;

  @Test
  void toNothing() throws Exception {
    assertThat(text(0))
        .isEqualTo(
            """
            90112 -> 0
            put meta main 10 bytes
            delete chunks 0 up to 08010101
            evicted 0-21
            """);
  }

  @Test
  void toOneByte() throws Exception {
    assertThat(text(1))
        .isEqualTo(
            """
            90112 -> 1
            put meta main 10 bytes
            delete chunks 1 up to 08010101
            put chunk 0 1 bytes
            replaced 0 4096 -> 1
            evicted 1-21
            """);
  }

  @Test
  void toOneByteLessThanAChunk() throws Exception {
    assertThat(text(4095))
        .isEqualTo(
            """
            90112 -> 4095
            put meta main 10 bytes
            delete chunks 1 up to 08010101
            put chunk 0 4095 bytes
            replaced 0 4096 -> 4095
            evicted 1-21
            """);
  }

  @Test
  void toExactlyOneChunk() throws Exception {
    assertThat(text(4096))
        .isEqualTo(
            """
            90112 -> 4096
            put meta main 10 bytes
            delete chunks 1 up to 08010101
            evicted 1-21
            """);
  }

  @Test
  void toOneByteMoreThanAChunk() throws Exception {
    assertThat(text(4097))
        .isEqualTo(
            """
            90112 -> 4097
            put meta main 10 bytes
            delete chunks 2 up to 08010101
            put chunk 1 1 bytes
            replaced 1 4096 -> 1
            evicted 2-21
            """);
  }

  @Test
  void toOneByteLessThanItHas() throws Exception {
    assertThat(text(SIZE - 1))
        .isEqualTo(
            """
            90112 -> 90111
            put meta main 10 bytes
            delete chunks 22 up to 08010101
            put chunk 21 4095 bytes
            replaced 21 4096 -> 4095
            """);
  }

  @Test
  void toWhatItHas() throws Exception {
    assertThat(text(SIZE)).isEqualTo("90112 -> 90112\n");
  }

  @Test
  void toOneByteMoreThanItHas() throws Exception {
    assertThat(text(SIZE + 1))
        .isEqualTo(
            """
            90112 -> 90113
            put meta main 10 bytes
            delete chunks 22 up to 0801010000000017
            """);
  }

  private static String text(long size) throws Exception {
    SimulatedTruncate run = simulated(Damage.pages22().store(), size);
    assertThat(run.plan()).isEqualTo(TruncatePlan.of(SIZE, size));
    assertThat(run.operationCount()).isEqualTo(1);
    StringBuilder text = new StringBuilder(run.plan().oldSizeBytes() + " -> " + size + "\n");
    run.operations().first().stream()
        .flatMap(TruncateSimulationTest::changes)
        .forEach(operation -> text.append(operation(operation)).append('\n'));
    run.cache().effects().stream()
        .filter(effect -> effect instanceof CacheEffect.Replaced)
        .forEach(effect -> text.append(replaced(effect)).append('\n'));
    List<Long> evicted =
        run.cache().effects().stream()
            .filter(effect -> effect instanceof CacheEffect.Evicted)
            .map(CacheEffect::chunkIndex)
            .toList();
    if (!evicted.isEmpty()) {
      assertThat(evicted).isSorted().doesNotHaveDuplicates();
      text.append("evicted ").append(runs(evicted)).append('\n');
    }
    return text.toString();
  }

  private static Stream<WriteBatch.Operation> changes(KvOperation operation) {
    return switch (operation) {
      case KvOperation.Get get -> throw new AssertionError("what it reads is cached: " + get);
      case KvOperation.Apply(WriteBatch batch, boolean failed) -> {
        assertThat(failed).isFalse();
        yield batch.operations().stream();
      }
    };
  }

  private static String runs(List<Long> chunks) {
    List<String> runs = new ArrayList<>();
    long first = chunks.getFirst();
    for (int i = 0; i < chunks.size(); i++) {
      if (i + 1 == chunks.size() || chunks.get(i + 1) != chunks.get(i) + 1) {
        runs.add(first + "-" + chunks.get(i));
        first = i + 1 == chunks.size() ? first : chunks.get(i + 1);
      }
    }
    return String.join(" ", runs);
  }

  private static String operation(WriteBatch.Operation operation) {
    return switch (operation) {
      case WriteBatch.Put(byte[] key, byte[] value) ->
          "put " + key(key) + " " + value.length + " bytes";
      case WriteBatch.Delete(byte[] key) -> "delete " + key(key);
      case WriteBatch.DeleteRange(KeyRange(byte[] from, byte[] to)) ->
          "delete "
              + key(from).replace("chunk", "chunks")
              + " up to "
              + (to == null ? "end" : HexFormat.of().formatHex(to));
    };
  }

  private static String key(byte[] key) {
    return switch (StoreKey.parse(key)) {
      case StoreKey.Meta(FileTag file) -> "meta " + file.label();
      case StoreKey.Chunk(_, long index) -> "chunk " + index;
      case StoreKey.Unknown _, StoreKey.Foreign _ -> HexFormat.of().formatHex(key);
    };
  }

  private static String replaced(CacheEffect effect) {
    return effect instanceof CacheEffect.Replaced(long chunk, int from, int to)
        ? "replaced " + chunk + " " + from + " -> " + to
        : "";
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        4095,
        4096,
        4097,
        8191,
        8192,
        8193,
        SIZE - 4097,
        SIZE - 4096,
        SIZE - 4095,
        SIZE - 1,
        SIZE,
        SIZE + 1,
        SIZE + 4096,
        1L << 40,
        1L << 44
      })
  void everyInvariantHoldsAndTheStoreIsNotWritten(long size) throws Exception {
    for (ChunkStore store : damagedInManyWays()) {
      SimulatedTruncate run = simulated(new ReadOnlyChunkStore(store), size);

      assertThat(run.after()).extracting(Verdict::invariant).containsExactly(Invariant.values());
      assertThat(run.after()).allMatch(Verdict::holds);
      assertThat(run.afterGrowing()).allMatch(Verdict::holds);
      assertThat(run.isCoherent()).isTrue();
      assertThat(run.store().reopened().isSound()).isTrue();
    }
  }

  /** Nothing of what a store may hold too much or too little of must show after a truncate. */
  private static List<MemoryChunkStore> damagedInManyWays() throws Exception {
    return List.of(
        Damage.pages22().store(),
        Damage.pages22().put(FileTag.MAIN, 22, new byte[4096]).store(),
        Damage.pages22().size(FileTag.MAIN, SIZE - 100).store(),
        Damage.pages22().resize(FileTag.MAIN, 0, 3, 1).store(),
        Damage.pages22().resize(FileTag.MAIN, 20, 2, 4200).store(),
        Damage.pages22().delete(FileTag.MAIN, 0, 2).delete(FileTag.MAIN, 21, 1).store(),
        Damage.ofFile(new byte[0]).put(FileTag.MAIN, 0, new byte[10]).store());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "4096", "5000", "8999", "9000", "9001"})
  void aSidecarIsTruncatedLikeAnyFile(long size) throws Exception {
    Damage database = Damage.pages22().file(FileTag.JOURNAL, new byte[9000]);

    SimulatedTruncate run = simulated(database.store(), FileTag.JOURNAL, Policy.KVSQL, size);

    assertThat(run.file()).isEqualTo(FileTag.JOURNAL);
    assertThat(run.plan()).isEqualTo(TruncatePlan.of(9000, size));
    assertThat(run.isCoherent()).isTrue();
  }

  @Test
  void aFileThatIsNotThereIsNotSimulated() throws Exception {
    TruncateTrial trial =
        new TruncateTrial(FileTag.WAL, List.of(Policy.values()), OptionalInt.empty());

    assertThat(trial.run(Damage.pages22().store(), 0)).isEmpty();
    assertThat(trial.runBoundaries(Damage.pages22().store(), 1)).isEmpty();
  }

  static Stream<Arguments> policiesAndSizes() {
    return Stream.of(Policy.values())
        .flatMap(policy ->
            LongStream.of(
                    0, 1, 4096, 5L << 30, TEN_GIBIBYTES - 4096, TEN_GIBIBYTES, 11L << 30, 1L << 44)
                .mapToObj(size -> Arguments.of(policy, size)));
  }

  @ParameterizedTest
  @MethodSource("policiesAndSizes")
  void theCostDoesNotDependOnTheSize(Policy policy, long size) throws Exception {
    Damage sparse = Damage.pages22().size(FileTag.MAIN, TEN_GIBIBYTES);
    Counting store = new Counting(sparse.store());

    SimulatedTruncate run =
        assertTimeout(Duration.ofSeconds(10), () -> simulated(store, FileTag.MAIN, policy, size));

    assertThat(run.plan()).isEqualTo(TruncatePlan.of(TEN_GIBIBYTES, size));
    assertThat(run.isCoherent()).isEqualTo(policy != Policy.NATIVE_BEFORE || size > 4096);
    assertThat(run.cache().effects()).hasSizeLessThan(100);
    assertThat(run.operations().first()).hasSizeLessThanOrEqualTo(OperationTrace.KEPT);
    assertThat(store.reads).isPositive().isLessThan(1500);
  }

  private static SimulatedTruncate simulated(ChunkStore store, long size) {
    return simulated(store, FileTag.MAIN, Policy.KVSQL, size);
  }

  private static SimulatedTruncate simulated(
      ChunkStore store, FileTag file, Policy policy, long size) {
    TruncateTrial trial = new TruncateTrial(file, List.of(policy), OptionalInt.empty());
    return (SimulatedTruncate) trial.run(store, size).orElseThrow().getFirst();
  }

  @Test
  void everyWayOfDisagreeingBreaksItsInvariant() {
    List<Incoherence> all =
        List.of(
            new Incoherence.BeyondEnd(5, 4),
            new Incoherence.StaleBytes(1, 0),
            new Incoherence.StaleLength(1, 5, 4),
            new Incoherence.NotStored(1),
            new Incoherence.SizeDiffers(1, 2),
            new Incoherence.ReadDiffers(1, 2, 3));

    assertThat(
            Verdict.of(all).stream()
                .map(verdict -> verdict.invariant() + " " + verdict.broken().size())
                .collect(Collectors.joining(", ")))
        .isEqualTo("C1 1, C2 2, C3 1, C4 1, C5 1");
  }

  /** Counts reads; a scan counts for each entry that it gives, and once more. */
  private static final class Counting implements ChunkStore {
    private final ChunkStore below;
    private int reads;

    Counting(ChunkStore below) {
      this.below = below;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      reads++;
      return below.get(key);
    }

    @Override
    public Iterator<Entry> scan(KeyRange range) {
      reads++;
      Iterator<Entry> entries = below.scan(range);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public Entry next() {
          reads++;
          return entries.next();
        }
      };
    }

    @Override
    public void apply(WriteBatch batch, Durability durability) {
      throw new AssertionError("a simulation wrote " + batch);
    }
  }
}
