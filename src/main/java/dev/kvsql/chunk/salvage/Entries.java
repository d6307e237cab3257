package dev.kvsql.chunk.salvage;

import dev.kvsql.chunk.salvage.Outcome.Got;
import dev.kvsql.chunk.salvage.Outcome.Lost;

/** Takes the entries out of leaves and hands them to the sink. */
final class Entries {
  private final Store store;
  private final SalvageSink sink;
  private final LossLog losses;

  Entries(Store store, SalvageSink sink, LossLog losses) {
    this.store = store;
    this.sink = sink;
    this.losses = losses;
  }

  /**
   * Takes the entries of a leaf. Those of a target that is not salvaged are only marked as used.
   *
   * @param within other keys are passed over
   * @return how many entries have a key within
   */
  long take(Target target, Node leaf, KeySpan within) {
    long taken = 0;
    for (int i = 0; i < leaf.entryCount(); i++) {
      byte[] key = leaf.entryKey(i);
      if (within.contains(key)) {
        taken++;
        take(target, leaf, i, key);
      }
    }
    return taken;
  }

  private void take(Target target, Node leaf, int entry, byte[] key) {
    if (!target.isSalvaged()) {
      markUsed(leaf.valueRecid(entry));
      return;
    }
    Outcome<byte[]> read =
        leaf.hasValuesInside()
            ? new Got<>(leaf.valueInside(entry))
            : valueOutside(leaf.valueRecid(entry));
    switch (read) {
      case Got<byte[]>(byte[] value) -> {
        target.count(value);
        sink.entry(target.name(), key, value);
      }
      case Lost<byte[]>(Damage damage) -> {
        target.countLost();
        losses.add(new Loss.Value(target.name(), key, damage));
      }
    }
  }

  private Outcome<byte[]> valueOutside(long recid) {
    if (store.values.contains(recid) || store.nodes.contains(recid)) {
      return new Lost<>(store.damage(recid, Fault.USED_TWICE));
    }
    markUsed(recid);
    return store.value(recid);
  }

  private void markUsed(long recid) {
    if (recid > 0 && recid <= store.maxRecid()) {
      store.values.add(recid);
    }
  }
}
