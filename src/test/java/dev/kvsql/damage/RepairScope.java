package dev.kvsql.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.DatabaseReport;
import dev.kvsql.check.Finding;
import dev.kvsql.check.FindingId;
import dev.kvsql.check.Place;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.repair.RepairPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which keys a repair may change: those at the places of the findings that it promises to mend. */
final class RepairScope {
  private final List<Finding> mended;

  RepairScope(DatabaseReport report, RepairPlan plan) {
    mended = new ArrayList<>(report.findings());
    mended.removeAll(plan.left());
  }

  void assertNothingElseChanged(List<Entry> before, List<Entry> after) {
    assertThat(changed(before, after)).as("keys that are changed").allMatch(this::mayChange);
  }

  private static List<String> changed(List<Entry> before, List<Entry> after) {
    Map<String, Entry> old = new HashMap<>();
    before.forEach(entry -> old.put(hex(entry), entry));
    List<String> changed = new ArrayList<>();
    for (Entry entry : after) {
      if (!entry.equals(old.remove(hex(entry)))) {
        changed.add(hex(entry));
      }
    }
    changed.addAll(old.keySet());
    return changed;
  }

  private static String hex(Entry entry) {
    return HexFormat.of().formatHex(entry.key());
  }

  private boolean mayChange(String key) {
    return switch (StoreKey.parse(HexFormat.of().parseHex(key))) {
      case StoreKey.Meta(FileTag file) ->
          mended.stream().anyMatch(found -> concernsMeta(found, file));
      case StoreKey.Chunk chunk -> mended.stream().anyMatch(found -> concerns(found, chunk));
      case StoreKey.Unknown _, StoreKey.Foreign _ -> false;
    };
  }

  private static boolean concernsMeta(Finding found, FileTag file) {
    return isRecovery(found, file)
        || (found.place().file().equals(Optional.of(file)) && found.place().chunk().isEmpty());
  }

  private static boolean concerns(Finding found, StoreKey.Chunk chunk) {
    Place place = found.place();
    if (isRecovery(found, chunk.file())) {
      return true;
    }
    if (!place.file().equals(Optional.of(chunk.file()))) {
      return false;
    }
    long first = place.chunk().orElse(0L);
    long count = place.chunk().isEmpty() ? Long.MAX_VALUE : place.count().orElse(1L);
    boolean onlyMeta = found.id() == FindingId.META_SHORT;
    return !onlyMeta && chunk.index() >= first && chunk.index() - first < count;
  }

  /** A recovery writes the main file, and ends its sidecars. */
  private static boolean isRecovery(Finding found, FileTag file) {
    return found.id() == FindingId.JOURNAL_HOT && file != FileTag.SHM;
  }
}
