package dev.kvsql.file;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Notices when a file is read from one chunk to the next, and has a stretch of chunks that was then
 * read by one scan: a scan costs a fraction of as many look-ups. The more a stretch was of use, the
 * longer is the next one. A few chunks may be left out, and now and then one elsewhere may be read:
 * so does SQLite, for which interior pages and those of long values lie between a table's leaves.
 *
 * <p>Not safe for several threads: its file guards it.
 */
final class ReadAhead {
  /** The longest stretch where no chunks are cached. */
  static final int LONGEST_UNCACHED = 8;

  /** The longest stretch of all. */
  static final int LONGEST = 128;

  /** Chunks that are read one by one before a scan is tried. */
  static final int PROBES = 4;

  /** Chunks that may be left out: to scan over one costs an eighth of a look-up. */
  private static final int MOST_LEFT_OUT = 8;

  private static final int SHORTEST = 8;
  private static final byte[] @Nullable [] NO_STRETCH = {};

  private final int longest;

  /** The chunk after the one that was read last. */
  private long next = -1;

  /** How many chunks were read in a row. */
  private int run;

  private boolean strayed;
  private int length;

  private long first;

  /** The chunks from the first one on; null for one that is not stored. */
  private byte[] @Nullable [] stretch = NO_STRETCH;

  /**
   * @param longest most chunks in a stretch; with less than 2 there are none
   */
  ReadAhead(int longest) {
    this.longest = longest;
  }

  /**
   * Takes note of a chunk that is read.
   *
   * @return how many chunks from this one on should be read together; 0 when only this one
   */
  int note(long index) {
    long leftOut = index - next;
    if (leftOut >= 0 && leftOut <= MOST_LEFT_OUT) {
      next = index + 1;
      run++;
      strayed = false;
    } else if (leftOut != -1 && !strayed) {
      strayed = true;
      return 0;
    } else if (leftOut != -1) {
      next = index + 1;
      run = 1;
      strayed = false;
      length = 0;
    }
    return run > PROBES ? Math.min(longest, Math.max(SHORTEST, 2 * length)) : 0;
  }

  /** Whether a chunk is in the stretch, or known not to be stored. */
  boolean has(long index) {
    return index >= first && index < first + stretch.length;
  }

  /** A chunk that is in the stretch, or null if it is not stored; shared, not to be changed. */
  byte @Nullable [] get(long index) {
    return stretch[(int) (index - first)];
  }

  /**
   * Reads a new stretch.
   *
   * @return false when it cannot be read; then there is none
   */
  boolean read(ChunkStore store, FileTag file, long from, int count) {
    forget();
    byte[] @Nullable [] chunks = new byte[count][];
    try {
      for (Iterator<Entry> scan = store.scan(StoreKey.chunks(file, from, from + count));
          scan.hasNext(); ) {
        Entry entry = scan.next();
        if (StoreKey.parse(entry.key()) instanceof StoreKey.Chunk(FileTag _, long index)) {
          chunks[(int) (index - from)] = entry.value();
        }
      }
    } catch (StoreException | ConcurrentModificationException e) {
      // Whoever reads the chunk that is to blame gets to know; the others need not suffer.
      run = 0;
      return false;
    }
    first = from;
    stretch = chunks;
    length = count;
    return true;
  }

  /** Drops the stretch. */
  void forget() {
    stretch = NO_STRETCH;
  }

  /** Adds the chunks of the stretch. */
  void addTo(SortedMap<Long, byte[]> chunks) {
    for (int i = 0; i < stretch.length; i++) {
      byte[] chunk = stretch[i];
      if (chunk != null) {
        chunks.put(first + i, chunk);
      }
    }
  }
}
