package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One key's value before and after; null where there is no key.
 *
 * @param before the value that an undo puts back
 * @param after the value that must still be there for an undo
 */
public record Change(byte[] key, byte @Nullable [] before, byte @Nullable [] after) {

  /**
   * What a view changes in the store under it, key by key, in order; equal values are no change.
   */
  static List<Change> between(ChunkStore base, OverlayChunkStore view) {
    Map<byte[], Change> changes = new TreeMap<>(Arrays::compareUnsigned);
    for (WriteBatch.Operation operation : view.changes().operations()) {
      switch (operation) {
        case WriteBatch.Put(byte[] key, byte[] value) ->
            changes.put(key, new Change(key, base.get(key), value));
        case WriteBatch.Delete(byte[] key) ->
            changes.put(key, new Change(key, base.get(key), null));
        case WriteBatch.DeleteRange(var range) -> {
          for (Iterator<Entry> entries = base.scan(range); entries.hasNext(); ) {
            Entry entry = entries.next();
            changes.put(entry.key(), new Change(entry.key(), entry.value(), null));
          }
        }
      }
    }
    List<Change> real = new ArrayList<>(changes.values());
    real.removeIf(change -> Arrays.equals(change.before, change.after));
    return real;
  }

  /**
   * Keys that a repair did not change and that tell one state of a database from another: the main
   * file's size and its first page, which SQLite's change counter is in.
   */
  static List<Change> witnesses(ChunkStore base, List<Change> changes) {
    List<Change> witnesses = new ArrayList<>();
    for (byte[] key : List.of(StoreKey.meta(FileTag.MAIN), StoreKey.chunk(FileTag.MAIN, 0))) {
      if (changes.stream().noneMatch(change -> Arrays.equals(change.key, key))) {
        byte[] value = base.get(key);
        witnesses.add(new Change(key, value, value));
      }
    }
    return witnesses;
  }

  /** Carries changes out, as one durable batch. */
  static void apply(List<Change> changes, ChunkStore store) {
    write(changes.stream().map(change -> new KeyValue(change.key, change.after)).toList(), store);
  }

  /** Puts the old values back, as one durable batch. */
  static void revert(List<Change> changes, ChunkStore store) {
    write(changes.stream().map(change -> new KeyValue(change.key, change.before)).toList(), store);
  }

  private record KeyValue(byte[] key, byte @Nullable [] value) {}

  private static void write(List<KeyValue> values, ChunkStore store) {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (KeyValue entry : values) {
      byte[] value = entry.value;
      if (value == null) {
        batch.delete(entry.key);
      } else {
        batch.put(entry.key, value);
      }
    }
    store.apply(batch.build(), Durability.FORCED);
  }
}
