package dev.kvsql.explore;

import dev.kvsql.explore.policy.Policy;

/**
 * What a file must be, by plain byte arrays.
 *
 * @param visible to whoever has it open
 * @param handedOver to whoever opens the store after the process died
 * @param durable to whoever opens the store after the power was cut
 * @param inBatch whether a batch of writes has begun
 */
record Expected(ModelFile visible, ModelFile handedOver, ModelFile durable, boolean inBatch) {
  /** Of a file that was just made. */
  static final Expected EMPTY = everywhere(ModelFile.EMPTY);

  /** Of a file that is in the store as it is. */
  static Expected everywhere(ModelFile file) {
    return new Expected(file, file, file, false);
  }

  /**
   * After a step that succeeded.
   *
   * @param value the byte that a write writes
   */
  Expected after(Step step, Policy.Persistence persistence, byte value) {
    return switch (step) {
      case Step.Write(long offset, int length) ->
          changed(visible.write(offset, length, value), persistence);
      case Step.Truncate(long sizeBytes) -> changed(visible.truncate(sizeBytes), persistence);
      case Step.Read _, Step.Evict _ -> this;
      case Step.Sync _ -> inBatch ? this : everywhere(visible);
      case Step.Commit _ -> everywhere(visible);
      case Step.Begin _ -> new Expected(visible, visible, durable, true);
      case Step.RollBack _ -> new Expected(handedOver, handedOver, durable, false);
      case Step.Reopen _ -> reopened();
      case Step.Crash _ -> crashed();
      case Step.PowerCut _ -> everywhere(durable);
    };
  }

  /** After the process died. */
  Expected crashed() {
    return new Expected(handedOver, handedOver, durable, false);
  }

  /** Closing is no commit: a batch that is open then is rolled back. */
  private Expected reopened() {
    ModelFile kept = inBatch ? handedOver : visible;
    return new Expected(kept, kept, durable, false);
  }

  private Expected changed(ModelFile now, Policy.Persistence persistence) {
    return persistence == Policy.Persistence.EACH_OPERATION && !inBatch
        ? everywhere(now)
        : new Expected(now, handedOver, durable, inBatch);
  }
}
