package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.KeyRange;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DBException;

/** The part of a map that lies in a range, and how it is walked: keys must go up. */
final class MapRange {
  private MapRange() {}

  static ConcurrentNavigableMap<byte[], byte[]> of(BTreeMap<byte[], byte[]> map, KeyRange range) {
    if (range.to() == null) {
      return map.tailMap(range.from(), true);
    }
    // An empty range must not reach MapDB, which rejects it.
    return range.isEmpty()
        ? map.subMap(range.from(), true, range.from(), false)
        : map.subMap(range.from(), true, range.to(), false);
  }

  /**
   * Removes every entry.
   *
   * @param eachStep called before each of a number of steps
   */
  static void clear(BTreeMap<byte[], byte[]> map, KeyRange range, Runnable eachStep) {
    if (range.isEmpty()) {
      return;
    }
    if (map.getCounterRecid() == 0) {
      new RangeRemoval(map, eachStep).remove(range);
    } else {
      removeCounted(map, range, eachStep);
    }
  }

  /** Maps of other programs may count their entries. */
  private static void removeCounted(
      BTreeMap<byte[], byte[]> map, KeyRange range, Runnable eachStep) {
    Ascent ascent = new Ascent();
    for (Iterator<byte[]> keys = of(map, range).keySet().iterator(); keys.hasNext(); ) {
      eachStep.run();
      ascent.to(keys.next());
      keys.remove();
    }
  }

  /** The keys of a walk. In a damaged map leaves may lead back to earlier ones. */
  static final class Ascent {
    private byte @Nullable [] last;

    /** Takes the next key. */
    void to(byte[] key) {
      if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
        throw new DBException.DataCorruption("its keys do not ascend");
      }
      // The array is the caller's, who may write into it.
      last = key.clone();
    }
  }
}
