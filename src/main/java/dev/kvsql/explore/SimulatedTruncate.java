package dev.kvsql.explore;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.Invariant;
import dev.kvsql.file.TruncatePlan;
import java.util.List;

/**
 * What a truncate would do, by one policy: to its end, or to the operation that failed.
 *
 * @param operations what the program asked its store for; the last may have failed
 * @param sizeBytes the size that the program goes by afterwards
 * @param cache what changed in its read cache
 * @param after the invariants once the truncate has come to its end, one way or the other
 * @param grown what does not hold once the file has grown back over what was cut off
 * @param store what is in the store afterwards
 */
public record SimulatedTruncate(
    FileTag file,
    Policy policy,
    TruncatePlan plan,
    OperationTrace operations,
    long sizeBytes,
    CacheChange cache,
    List<Verdict> after,
    Regrown grown,
    StoreAfter store)
    implements TruncateOutcome {
  public SimulatedTruncate {
    after = List.copyOf(after);
  }

  /**
   * What became of a read cache.
   *
   * @param chunksBefore how many chunks it held before
   */
  public record CacheChange(int chunksBefore, List<CacheEffect> effects) {
    public CacheChange {
      effects = List.copyOf(effects);
    }
  }

  /** What the store holds past the end before and after, and what a new process makes of it. */
  public record StoreAfter(Leftover leftBefore, Leftover left, Reopened reopened) {}

  /** The invariants once the file has grown back. */
  public List<Verdict> afterGrowing() {
    return grown.verdicts();
  }

  /** One of the invariants once the truncate has come to its end. */
  public Verdict after(Invariant invariant) {
    return Verdict.of(invariant, after);
  }

  /** One of the invariants once the file has grown back. */
  public Verdict afterGrowing(Invariant invariant) {
    return Verdict.of(invariant, afterGrowing());
  }

  /** Whether every invariant held all the way. */
  public boolean isCoherent() {
    return after.stream().allMatch(Verdict::holds) && grown.holds();
  }

  @Override
  public long operationCount() {
    return operations.count();
  }

  /** Whether an operation failed, and the truncate with it. */
  public boolean isFailed() {
    return operations.isFailed();
  }

  @Override
  public boolean isClean() {
    return isCoherent() && store.left().isEmpty() && store.reopened().isSound();
  }
}
