package dev.kvsql.chunk;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A view that notices when chunks are read one after another, and then reads a stretch of them by
 * one scan: a scan costs a fraction of as many look-ups. Holds a few dozen entries. What other
 * views write to the base meanwhile may not be seen.
 */
public final class ReadAheadChunkStore implements ChunkStore {
  private static final int FIRST_STRETCH = 8;
  private static final int LONGEST_STRETCH = 64;

  private final ChunkStore base;

  /** What was read ahead and not asked for yet. */
  private final Deque<Entry> ahead = new ArrayDeque<>();

  /** The last key of the stretch: what lies before it and is not in the stretch does not exist. */
  private byte @Nullable [] aheadUpTo;

  private byte[] lastKey = {};
  private int stretch = FIRST_STRETCH;

  public ReadAheadChunkStore(ChunkStore base) {
    this.base = base;
  }

  @Override
  public synchronized byte @Nullable [] get(byte[] key) {
    boolean follows = follows(key);
    lastKey = key.clone();
    if (!isAhead(key)) {
      forget();
      if (!follows) {
        stretch = FIRST_STRETCH;
        return base.get(key);
      }
      readAhead(key);
    }
    return take(key);
  }

  /** Whether a key is the one right after the last, within a file. */
  private boolean follows(byte[] key) {
    if (key.length != lastKey.length || key.length == 0) {
      return false;
    }
    int at = key.length - 1;
    while (at > 0 && key[at] == 0) {
      at--;
    }
    // Counting on turns every byte behind the one that grows from ff to 00.
    boolean counted = (key[at] & 0xff) == (lastKey[at] & 0xff) + 1;
    for (int i = at + 1; i < key.length; i++) {
      counted &= lastKey[i] == (byte) 0xff;
    }
    return counted && Arrays.equals(key, 0, at, lastKey, 0, at);
  }

  private boolean isAhead(byte[] key) {
    return aheadUpTo != null
        && !ahead.isEmpty()
        && Arrays.compareUnsigned(ahead.getFirst().key(), key) <= 0
        && Arrays.compareUnsigned(key, aheadUpTo) <= 0;
  }

  private void readAhead(byte[] key) {
    for (Iterator<Entry> entries = base.scan(new KeyRange(key, null));
        ahead.size() < stretch && entries.hasNext(); ) {
      ahead.add(entries.next());
    }
    aheadUpTo = ahead.isEmpty() ? null : ahead.getLast().key();
    stretch = Math.min(stretch * 2, LONGEST_STRETCH);
  }

  private byte @Nullable [] take(byte[] key) {
    while (!ahead.isEmpty()) {
      int order = Arrays.compareUnsigned(ahead.getFirst().key(), key);
      if (order > 0) {
        return null;
      }
      Entry entry = ahead.removeFirst();
      if (order == 0) {
        return entry.value();
      }
    }
    return null;
  }

  private void forget() {
    ahead.clear();
    aheadUpTo = null;
  }

  @Override
  public Iterator<Entry> scan(KeyRange range) {
    return base.scan(range);
  }

  @Override
  public ChunkStore superJournals() {
    return base.superJournals();
  }

  @Override
  public synchronized void apply(WriteBatch batch, Durability durability) {
    forget();
    base.apply(batch, durability);
  }
}
