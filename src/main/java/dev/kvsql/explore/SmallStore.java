package dev.kvsql.explore;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.KeyRange;
import dev.kvsql.chunk.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of a few keys in memory, cheap to copy, that knows what a power cut leaves of it. For one
 * thread.
 */
final class SmallStore implements ChunkStore {
  private byte[][] keys;
  private byte[][] values;
  private int count;

  /** What is durable; null while that is everything. */
  private @Nullable SmallStore durable;

  SmallStore() {
    keys = new byte[8][];
    values = new byte[8][];
  }

  private SmallStore(SmallStore other) {
    keys = other.keys.clone();
    values = other.values.clone();
    count = other.count;
    durable = other.durable;
  }

  /** A store with the same content, durable or not, that goes its own way. */
  SmallStore copy() {
    return new SmallStore(this);
  }

  /** What is left when the power fails now. */
  SmallStore afterPowerCut() {
    return new SmallStore(durable == null ? this : durable);
  }

  /** What is durable, or null while that is everything. */
  @Nullable SmallStore durable() {
    return durable;
  }

  int count() {
    return count;
  }

  /** The key at a position, in order; shared, not to be changed. */
  byte[] key(int position) {
    return keys[position];
  }

  /** The value at a position; shared, not to be changed. */
  byte[] value(int position) {
    return values[position];
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    int position = find(key);
    return position < 0 ? null : values[position].clone();
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    List<Entry> entries = new ArrayList<>();
    int end = range.to() == null ? count : insertion(range.to());
    for (int i = insertion(range.from()); i < end; i++) {
      entries.add(new Entry(keys[i].clone(), values[i].clone()));
    }
    return entries.iterator();
  }

  @Override
  public void apply(WriteBatch batch, Durability durability) {
    List<WriteBatch.Operation> operations = List.copyOf(batch.operations());
    switch (durability) {
      case FORCED -> durable = null;
      case LAZY -> {
        if (durable == null) {
          durable = new SmallStore(this);
        }
      }
    }
    for (WriteBatch.Operation operation : operations) {
      switch (operation) {
        case WriteBatch.Put(byte[] key, byte[] value) -> put(key, value);
        case WriteBatch.Delete(byte[] key) -> {
          int position = find(key);
          if (position >= 0) {
            remove(position, position + 1);
          }
        }
        case WriteBatch.DeleteRange(KeyRange range) -> {
          if (!range.isEmpty()) {
            remove(insertion(range.from()), range.to() == null ? count : insertion(range.to()));
          }
        }
      }
    }
  }

  private void put(byte[] key, byte[] value) {
    int position = find(key);
    if (position >= 0) {
      values[position] = value;
      return;
    }
    int at = -position - 1;
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    System.arraycopy(keys, at, keys, at + 1, count - at);
    System.arraycopy(values, at, values, at + 1, count - at);
    keys[at] = key;
    values[at] = value;
    count++;
  }

  private void remove(int from, int to) {
    System.arraycopy(keys, to, keys, from, count - to);
    System.arraycopy(values, to, values, from, count - to);
    count -= to - from;
  }

  private int insertion(byte[] key) {
    int position = find(key);
    return position < 0 ? -position - 1 : position;
  }

  private int find(byte[] key) {
    return Arrays.binarySearch(keys, 0, count, key, Arrays::compareUnsigned);
  }
}
