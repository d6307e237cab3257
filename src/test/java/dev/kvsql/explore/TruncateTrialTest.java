package dev.kvsql.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.ReadOnlyChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.Incoherence;
import dev.kvsql.file.Invariant;
import dev.kvsql.file.TruncatePlan;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a simulated truncate tells about operations, leftovers and new processes. */
final class TruncateTrialTest {
  private static final long MAIN_BYTES = 9 * 4096;

  private static Damage nines() {
    byte[] content = new byte[(int) MAIN_BYTES];
    Arrays.fill(content, (byte) 0x99);
    return Damage.ofFile(content);
  }

  private static TruncateOutcome outcome(ChunkStore store, Policy policy, long size, int failAt) {
    return new TruncateTrial(
            FileTag.MAIN,
            List.of(policy),
            failAt == 0 ? OptionalInt.empty() : OptionalInt.of(failAt))
        .run(new ReadOnlyChunkStore(store), size)
        .orElseThrow()
        .getFirst();
  }

  private static SimulatedTruncate simulated(
      ChunkStore store, Policy policy, long size, int failAt) {
    return (SimulatedTruncate) outcome(store, policy, size, failAt);
  }

  @Test
  void ofManyOperationsTheFirstAndTheLastAreKept() {
    ChunkStore sparse = nines().size(FileTag.MAIN, 10L << 30).store();

    OperationTrace trace = simulated(sparse, Policy.WASM, 0, 0).operations();

    assertThat(trace.count()).isEqualTo(1 + (10L << 30) / 4096 / 128);
    assertThat(trace.first()).hasSize(OperationTrace.KEPT);
    assertThat(trace.omitted()).isEqualTo(trace.count() - OperationTrace.KEPT - 1);
    assertThat(trace.last())
        .contains(
            new KvOperation.Apply(
                WriteBatch.builder()
                    .deleteRange(
                        StoreKey.chunks(FileTag.MAIN, (10L << 30) / 4096 - 128, (10L << 30) / 4096))
                    .build(),
                false));
  }

  @Test
  void anOperationThatFailsIsTheLast() {
    ChunkStore sparse = nines().size(FileTag.MAIN, 10L << 30).store();

    OperationTrace trace = simulated(sparse, Policy.WASM, 0, 12345).operations();

    assertThat(trace.count()).isEqualTo(12345);
    assertThat(trace.isFailed()).isTrue();
    assertThat(trace.first()).noneMatch(KvOperation::failed);
    assertThat(trace.last().map(KvOperation::failed)).contains(true);
  }

  @ParameterizedTest
  @CsvSource({"KVSQL,1", "NATIVE_BEFORE,4", "NATIVE_AFTER,3", "WASM,4"})
  void anOperationThatIsNotMadeCannotFail(Policy policy, int operations) {
    ChunkStore store = nines().store();

    for (int number = 1; number <= operations; number++) {
      assertThat(simulated(store, policy, 4196, number).isFailed()).isTrue();
    }
    assertThat(outcome(store, policy, 4196, operations + 1))
        .isInstanceOf(TruncateOutcome.FewerOperations.class)
        .extracting(TruncateOutcome::operationCount)
        .isEqualTo((long) operations);
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void whenTheFirstOperationFailsNothingWasDone(Policy policy) {
    SimulatedTruncate run = simulated(nines().store(), policy, 4196, 1);

    assertThat(run.sizeBytes()).isEqualTo(MAIN_BYTES);
    assertThat(run.isClean()).isTrue();
    assertThat(run.store().reopened().content()).isEqualTo(Reopened.Content.BEFORE);
    assertThat(run.store().reopened().sizeBytes()).isEqualTo(MAIN_BYTES);
  }

  @Test
  void theBytesOfAChunkThatWasNotShortenedComeBack() {
    SimulatedTruncate run = simulated(nines().store(), Policy.NATIVE_AFTER, 4196, 2);

    Incoherence.ReadDiffers old = new Incoherence.ReadDiffers(4196, (byte) 0x99, 0);
    assertThat(run.sizeBytes()).isEqualTo(4196);
    assertThat(run.after()).allMatch(Verdict::holds);
    assertThat(run.afterGrowing(Invariant.C5).broken()).containsExactly(old);
    assertThat(run.grown().way(old)).isEqualTo(Regrown.Way.BOTH);
    assertThat(run.store().left())
        .isEqualTo(new Leftover(4196, new Leftover.Orphans(2, 8, 7, 7 * 4096, false), 3996));
    assertThat(run.store().reopened().content()).isEqualTo(Reopened.Content.AFTER);
    assertThat(run.store().reopened().grown().broken()).containsExactly(old);
    assertThat(run.isClean()).isFalse();
  }

  /** A write takes the bytes of the stale chunk along into the store; then the two agree again. */
  @Test
  void theWaysOfGrowingBreakDifferentThings() {
    ChunkStore unaligned = Damage.ofFile(filled(9000)).store();

    SimulatedTruncate run = simulated(unaligned, Policy.NATIVE_BEFORE, 8300, 0);

    Incoherence stale = new Incoherence.StaleLength(2, 808, 108);
    assertThat(run.after(Invariant.C2).broken()).containsExactly(stale);
    assertThat(run.afterGrowing(Invariant.C2).broken()).containsExactly(stale);
    assertThat(run.grown().way(stale)).isEqualTo(Regrown.Way.TRUNCATING);
    assertThat(run.grown().byWriting())
        .containsExactly(new Incoherence.ReadDiffers(8300, (byte) 0x99, 0));
  }

  private static byte[] filled(int bytes) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) 0x99);
    return content;
  }

  @Test
  void whatAWriteBreaksAloneIsToldSo() {
    Incoherence old = new Incoherence.ReadDiffers(1, 2, 3);

    assertThat(new Regrown(List.of(old), List.of()).way(old)).isEqualTo(Regrown.Way.WRITING);
    assertThat(new Regrown(List.of(old), List.of()).holds()).isFalse();
    assertThat(new Regrown(List.of(), List.of(old)).holds()).isFalse();
    assertThat(new Regrown(List.of(old), List.of(old)).broken()).containsExactly(old);
  }

  @ParameterizedTest
  @EnumSource(
      value = Policy.class,
      names = {"KVSQL", "NATIVE_AFTER"})
  void whatWasLeftOverBeforeGoesWithTheRest(Policy policy) {
    ChunkStore orphans = nines().put(FileTag.MAIN, 20, new byte[10]).store();

    SimulatedTruncate run = simulated(orphans, policy, 4096, 0);

    assertThat(run.store().leftBefore().orphans())
        .isEqualTo(new Leftover.Orphans(20, 20, 1, 10, false));
    assertThat(run.isClean()).isTrue();
  }

  @Test
  void whatWasLeftOverBeforeCanStay() {
    ChunkStore orphans = nines().put(FileTag.MAIN, 20, new byte[10]).store();

    SimulatedTruncate run = simulated(orphans, Policy.WASM, 4096, 0);

    assertThat(run.isCoherent()).isTrue();
    assertThat(run.isClean()).isFalse();
    assertThat(run.store().left().isSame(run.store().leftBefore())).isTrue();
  }

  @Test
  void orphansAreCountedToALimit() {
    WriteBatch.Builder many = WriteBatch.builder();
    for (int i = 0; i <= Leftover.MOST_COUNTED; i++) {
      many.put(StoreKey.chunk(FileTag.MAIN, 100 + i), new byte[] {1, 2});
    }
    ChunkStore store = nines().store();
    store.apply(many.build(), Durability.FORCED);

    assertThat(Leftover.of(store, FileTag.MAIN))
        .isEqualTo(
            new Leftover(MAIN_BYTES, new Leftover.Orphans(100, 10_099, 10_000, 20_000, true), 0));
    store.apply(
        WriteBatch.builder().delete(StoreKey.chunk(FileTag.MAIN, 100)).build(), Durability.FORCED);
    assertThat(Leftover.of(store, FileTag.MAIN).orphans())
        .isEqualTo(new Leftover.Orphans(101, 10_100, 10_000, 20_000, false));
  }

  @Test
  void aStoreThatChangesItsMindIsNeitherBeforeNorAfter() {
    SimulatedTruncate run = simulated(new Wavering(nines().store()), Policy.KVSQL, 4096, 0);

    assertThat(run.after(Invariant.C2).broken()).containsExactly(new Incoherence.StaleBytes(0, 7));
    assertThat(run.after(Invariant.C5).holds()).isTrue();
    assertThat(run.store().reopened().content()).isEqualTo(Reopened.Content.NEITHER);
    assertThat(run.isClean()).isFalse();
  }

  /** Gives the first chunk as it is once, and then with another byte. */
  private record Wavering(ChunkStore below, int[] gets) implements ChunkStore {
    Wavering(ChunkStore below) {
      this(below, new int[1]);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      byte[] value = below.get(key);
      if (value != null && Arrays.equals(key, StoreKey.chunk(FileTag.MAIN, 0)) && gets[0]++ > 0) {
        value[7] = 1;
      }
      return value;
    }

    @Override
    public Iterator<Entry> scan(KeyRange range) {
      return below.scan(range);
    }

    @Override
    public void apply(WriteBatch batch, Durability durability) {
      below.apply(batch, durability);
    }
  }

  @Test
  void theSizesAroundEveryBoundary() {
    assertThat(BoundarySizes.of(22 * 4096, 1))
        .containsExactly(
            0L, 1L, 4095L, 4096L, 4097L, 26642L, 37138L, 55192L, 81919L, 81920L, 81921L, 86015L,
            86016L, 86017L, 86261L, 90111L, 90112L, 90113L);
    assertThat(BoundarySizes.of(22 * 4096, 2))
        .isNotEqualTo(BoundarySizes.of(22 * 4096, 1))
        .hasSize(18);
    assertThat(BoundarySizes.of(0, 1)).containsExactly(0L, 1L, 4095L, 4096L, 4097L);
    assertThat(BoundarySizes.of(100, 1)).contains(99L, 100L, 101L).allMatch(size -> size >= 0);
    assertThat(BoundarySizes.of(StoreKey.MAX_FILE_BYTES, 1))
        .contains(StoreKey.MAX_FILE_BYTES)
        .allMatch(size -> size <= StoreKey.MAX_FILE_BYTES);
  }

  @Test
  void onlyATruncateWithoutAnyFaultIsClean() {
    Leftover nothing = left(0, 0);
    Incoherence one = new Incoherence.BeyondEnd(5, 4);
    Regrown fine = new Regrown(List.of(), List.of());
    Regrown broken = new Regrown(List.of(one), List.of());
    Reopened sound = new Reopened(0, Reopened.Content.AFTER, fine);

    assertThat(run(List.of(), fine, nothing, sound).isClean()).isTrue();
    assertThat(run(List.of(one), fine, nothing, sound).isClean()).isFalse();
    assertThat(run(List.of(one), fine, nothing, sound).isCoherent()).isFalse();
    assertThat(run(List.of(), broken, nothing, sound).isClean()).isFalse();
    assertThat(run(List.of(), broken, nothing, sound).isCoherent()).isFalse();
    assertThat(run(List.of(), fine, left(1, 0), sound).isClean()).isFalse();
    assertThat(run(List.of(), fine, left(0, 1), sound).isClean()).isFalse();
    assertThat(run(List.of(), fine, left(0, 1), sound).isCoherent()).isTrue();
    for (Reopened unsound :
        List.of(
            new Reopened(0, Reopened.Content.NEITHER, fine),
            new Reopened(0, Reopened.Content.BEFORE, broken))) {
      assertThat(run(List.of(), fine, nothing, unsound).isClean()).isFalse();
    }
  }

  private static Leftover left(int orphans, int tailBytes) {
    return new Leftover(0, new Leftover.Orphans(9, 9, orphans, orphans, false), tailBytes);
  }

  private static SimulatedTruncate run(
      List<Incoherence> after, Regrown grown, Leftover left, Reopened reopened) {
    return new SimulatedTruncate(
        FileTag.MAIN,
        Policy.KVSQL,
        TruncatePlan.of(0, 0),
        new OperationTrace(List.of(), Optional.empty(), 0),
        0,
        new SimulatedTruncate.CacheChange(0, List.of()),
        Verdict.of(after),
        grown,
        new SimulatedTruncate.StoreAfter(left, left, reopened));
  }
}
