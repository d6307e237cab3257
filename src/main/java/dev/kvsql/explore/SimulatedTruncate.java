package dev.kvsql.explore;

import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.file.TruncatePlan;
import java.util.List;

/**
 * What a truncate would do.
 *
 * @param operations the batches that would reach the store, in order; each is atomic
 * @param effects what would change in the read cache, by chunk
 * @param after the invariants once the truncate is in the store
 * @param afterGrowing the invariants once the file has grown back over what was cut off
 */
public record SimulatedTruncate(
    FileTag file,
    TruncatePlan plan,
    List<WriteBatch> operations,
    List<CacheEffect> effects,
    List<Verdict> after,
    List<Verdict> afterGrowing) {
  public SimulatedTruncate {
    operations = List.copyOf(operations);
    effects = List.copyOf(effects);
    after = List.copyOf(after);
    afterGrowing = List.copyOf(afterGrowing);
  }

  /** Whether every invariant held all the way. */
  public boolean isCoherent() {
    return after.stream().allMatch(Verdict::holds)
        && afterGrowing.stream().allMatch(Verdict::holds);
  }
}
