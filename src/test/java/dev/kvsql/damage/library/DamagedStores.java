package dev.kvsql.damage.library;

import java.util.List;
import java.util.stream.Stream;

/** All stores of the library. */
public final class DamagedStores {
  private DamagedStores() {}

  /** Every one, grouped by what is damaged. */
  public static List<DamagedStore> all() {
    return Stream.of(
            DamagedMetas.all(),
            DamagedChunks.all(),
            DamagedJournals.all(),
            DamagedPages.all(),
            DamagedChecksums.all(),
            DamagedFiles.all(),
            DamagedCaches.all(),
            DamagedMixtures.all())
        .flatMap(List::stream)
        .toList();
  }
}
