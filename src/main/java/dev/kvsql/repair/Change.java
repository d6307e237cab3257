package dev.kvsql.repair;

import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.FrameBody;
import dev.kvsql.disk.FrameInput;
import java.io.IOException;
import java.util.Arrays;
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

  /** Adds what brings the new value. */
  void addTo(WriteBatch.Builder batch) {
    set(batch, key, after);
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
