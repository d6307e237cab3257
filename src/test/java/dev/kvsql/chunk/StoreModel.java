package dev.kvsql.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** What a store should hold: an obvious map, changed in obvious ways. */
public final class StoreModel {
  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

  /** A model that holds the same. */
  public StoreModel copy() {
    StoreModel copy = new StoreModel();
    copy.entries.putAll(entries);
    return copy;
  }

  /** Carries out a batch, operation by operation. */
  public void apply(WriteBatch batch) {
    for (WriteBatch.Operation operation : batch.operations()) {
      switch (operation) {
        case WriteBatch.Put(byte[] key, byte[] value) -> entries.put(key.clone(), value.clone());
        case WriteBatch.Delete(byte[] key) -> entries.remove(key);
        case WriteBatch.DeleteRange(KeyRange range) ->
            entries.keySet().removeIf(key -> isWithin(key, range));
      }
    }
  }

  /** Every entry, in order. */
  public List<Entry> contents() {
    return contents(KeyRange.ALL);
  }

  /** The entries of a range, in order. */
  public List<Entry> contents(KeyRange range) {
    List<Entry> found = new ArrayList<>();
    entries.forEach((key, value) -> {
      if (isWithin(key, range)) {
        found.add(new Entry(key, value));
      }
    });
    return found;
  }

  private static boolean isWithin(byte[] key, KeyRange range) {
    byte[] to = range.to();
    return Arrays.compareUnsigned(key, range.from()) >= 0
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }
}
