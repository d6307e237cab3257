package dev.kvsql.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.repair.RepairAction;
import dev.kvsql.repair.RepairPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Which keys a repair may change: those that its plan names. */
record RepairScope(RepairPlan plan) {
  void assertNothingElseChanged(List<Entry> before, List<Entry> after) {
    assertThat(changed(before, after))
        .as("keys that are changed by %s", plan.actions())
        .allMatch(this::mayChange);
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
          plan.actions().stream().anyMatch(action -> changesMeta(action, file));
      case StoreKey.Chunk chunk ->
          plan.actions().stream().anyMatch(action -> changes(action, chunk));
      case StoreKey.Unknown _, StoreKey.Foreign _ -> false;
    };
  }

  private static boolean changesMeta(RepairAction action, FileTag file) {
    return switch (action) {
      case RepairAction.Recover _ -> file != FileTag.SHM;
      case RepairAction.RaiseSize _ -> file == FileTag.MAIN;
      case RepairAction.InferSize infer -> file == infer.file();
      case RepairAction.DropSidecar drop -> file == drop.file();
      case RepairAction.DeleteOrphans _, RepairAction.ShortenChunk _, RepairAction.DeleteEmpty _ ->
          false;
    };
  }

  /** A recovery writes the main file, and ends its sidecars. */
  private static boolean changes(RepairAction action, StoreKey.Chunk chunk) {
    return switch (action) {
      case RepairAction.Recover _ -> chunk.file() != FileTag.SHM;
      case RepairAction.RaiseSize _, RepairAction.InferSize _ -> false;
      case RepairAction.DropSidecar drop -> chunk.file() == drop.file();
      case RepairAction.DeleteOrphans orphans ->
          isAmong(chunk, orphans.file(), orphans.firstChunk(), orphans.count());
      case RepairAction.ShortenChunk(FileTag file, long index, _, _) ->
          isAmong(chunk, file, index, 1);
      case RepairAction.DeleteEmpty empty ->
          isAmong(chunk, empty.file(), empty.firstChunk(), empty.count());
    };
  }

  private static boolean isAmong(StoreKey.Chunk chunk, FileTag file, long first, long count) {
    return chunk.file() == file && chunk.index() >= first && chunk.index() - first < count;
  }
}
