package dev.kvsql.explore;

import dev.kvsql.explore.policy.Policy;
import dev.kvsql.file.TruncatePlan;

/** What came of one policy's truncate. */
public sealed interface TruncateOutcome permits SimulatedTruncate, TruncateOutcome.FewerOperations {
  Policy policy();

  TruncatePlan plan();

  /** How many operations on the store the truncate made, one that failed included. */
  long operationCount();

  /** Whether every invariant held all the way and the store has nothing past the file's end. */
  boolean isClean();

  /** The operation that was to fail is one that this truncate does not make. */
  record FewerOperations(Policy policy, TruncatePlan plan, long operationCount)
      implements TruncateOutcome {
    @Override
    public boolean isClean() {
      return true;
    }
  }
}
