package dev.kvsql.explore.recording;

import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Keys in the store that are of none of the four files, with the lengths of their values. */
final class StrayKeys {
  private static final int NODE_BYTES = 128;

  private final NavigableMap<byte[], Integer> stored = new TreeMap<>(Arrays::compareUnsigned);
  private long keyBytes;

  void put(byte[] key, int bytes) {
    if (stored.put(key, bytes) == null) {
      keyBytes += key.length;
    }
  }

  void delete(byte[] key) {
    if (stored.remove(key) != null) {
      keyBytes -= key.length;
    }
  }

  void delete(KeyRange range) {
    if (!range.isEmpty()) {
      var within = stored.tailMap(range.from(), true);
      byte[] to = range.to();
      var keys = (to == null ? within : within.headMap(to, false)).keySet();
      keyBytes -= keys.stream().mapToLong(key -> key.length).sum();
      keys.clear();
    }
  }

  /** About what this costs. */
  long memoryBytes() {
    return keyBytes + (long) stored.size() * NODE_BYTES;
  }

  NavigableMap<byte[], Integer> stored() {
    return stored;
  }

  ReplayReport.OtherKeys count() {
    long foreign =
        stored.keySet().stream()
            .filter(key -> StoreKey.parse(key) instanceof StoreKey.Foreign)
            .count();
    return new ReplayReport.OtherKeys(foreign, stored.size() - foreign);
  }
}
