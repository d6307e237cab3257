package dev.kvsql.chunk.salvage;

import java.util.List;

/**
 * What came of a file.
 *
 * @param databases those the catalog names, in its order, then those that were made up
 */
public record SalvageReport(List<SalvagedDatabase> databases, List<Loss> losses) {
  /** Whether every entry that was ever committed is known to be salvaged. */
  public boolean isComplete() {
    return losses.stream().noneMatch(Loss.Missing.class::isInstance);
  }
}
