package dev.kvsql.repair;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.OverlayChunkStore;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.FrameBody;
import dev.kvsql.disk.FrameInput;
import java.io.IOException;
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
record Change(byte[] key, byte @Nullable [] before, byte @Nullable [] after) {
  private static final int LENGTHS_BYTES = 3 * Integer.BYTES;

  /** The length of a value that is not there. */
  private static final int NO_VALUE = -1;

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
    real.removeIf(change -> !change.isReal());
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
    WriteBatch.Builder batch = WriteBatch.builder();
    changes.forEach(change -> set(batch, change.key, change.after));
    store.apply(batch.build(), Durability.FORCED);
  }

  /** Puts the old values back, as one durable batch. */
  static void revert(List<Change> changes, ChunkStore store) {
    WriteBatch.Builder batch = WriteBatch.builder();
    changes.forEach(change -> change.addRevert(batch));
    store.apply(batch.build(), Durability.FORCED);
  }

  /** Adds what puts the old value back. */
  void addRevert(WriteBatch.Builder batch) {
    if (isReal()) {
      set(batch, key, before);
    }
  }

  private static void set(WriteBatch.Builder batch, byte[] key, byte @Nullable [] value) {
    if (value == null) {
      batch.delete(key);
    } else {
      batch.put(key, value);
    }
  }

  /** Whether the values differ; a witness's are the same. */
  boolean isReal() {
    return !Arrays.equals(before, after);
  }

  /** What becomes of the key when the change is undone. */
  UndoStep.Effect undoEffect() {
    if (before == null) {
      return UndoStep.Effect.DELETED;
    }
    return after == null ? UndoStep.Effect.PUT_BACK : UndoStep.Effect.CHANGED_BACK;
  }

  /** Bytes that {@link #write} appends. */
  long encodedBytes() {
    return LENGTHS_BYTES + (long) key.length + bytes(before) + bytes(after);
  }

  private static int bytes(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  /** Appends the change to a frame, as {@link UndoFormat} has it. */
  void write(FrameBody body) throws IOException {
    body.putInt(key.length).putInt(length(before)).putInt(length(after)).put(key);
    write(body, before);
    write(body, after);
  }

  private static int length(byte @Nullable [] value) {
    return value == null ? NO_VALUE : value.length;
  }

  private static void write(FrameBody body, byte @Nullable [] value) throws IOException {
    if (value != null) {
      body.put(value);
    }
  }

  /** Reads what {@link #write} wrote. */
  static Change read(FrameInput in) throws IOException {
    int key = in.getInt();
    int before = in.getInt();
    int after = in.getInt();
    return new Change(
        in.getBytes(Integer.toUnsignedLong(key)), value(in, before), value(in, after));
  }

  private static byte @Nullable [] value(FrameInput in, int length) throws IOException {
    return length == NO_VALUE ? null : in.getBytes(Integer.toUnsignedLong(length));
  }

  /** Goes past what {@link #write} wrote. */
  static void skip(FrameInput in) throws IOException {
    long key = Integer.toUnsignedLong(in.getInt());
    int before = in.getInt();
    int after = in.getInt();
    in.skip(key + skipped(before) + skipped(after));
  }

  private static long skipped(int length) {
    return length == NO_VALUE ? 0 : Integer.toUnsignedLong(length);
  }
}
