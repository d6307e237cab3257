package dev.kvsql.chunk;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a store holds, as a list that compares and prints. */
public final class StoreContents {
  private StoreContents() {}

  /** Every entry, in the order of the scan. */
  public static List<Entry> of(ChunkStore store) {
    return of(store, KeyRange.ALL);
  }

  /** The entries of a range, in the order of the scan. */
  public static List<Entry> of(ChunkStore store, KeyRange range) {
    List<Entry> entries = new ArrayList<>();
    store.scan(range).forEachRemaining(entries::add);
    return entries;
  }

  /** The same entries in a store of their own. */
  public static MemoryChunkStore copy(ChunkStore store) {
    MemoryChunkStore copy = new MemoryChunkStore();
    fill(copy, of(store));
    return copy;
  }

  /** Puts entries, as one batch; the store gets arrays of its own. */
  public static void fill(ChunkStore store, List<Entry> entries) {
    WriteBatch.Builder batch = WriteBatch.builder();
    entries.forEach(entry -> batch.put(entry.key().clone(), entry.value().clone()));
    store.apply(batch.build(), Durability.FORCED);
  }

  /** An entry from hex digits. */
  public static Entry entry(String key, String value) {
    return new Entry(bytes(key), bytes(value));
  }

  /** Bytes from hex digits. */
  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
