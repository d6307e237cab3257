package dev.kvsql.file;

import dev.kvsql.chunk.StoreKey;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stored chunks of one file, exactly as the store has them. When it is full a hand goes round, and
 * the first chunk that was not read since the hand was there the last time makes room (CLOCK, or
 * second chance): a long scan drives out what was read once, not what is read again and again.
 *
 * <p>Memory is taken as chunks come, and a hit allocates nothing. The arrays are shared and must
 * not be changed. Not safe for several threads: its file guards it.
 */
public final class ReadCache {
  private static final int SMALLEST = 4;
  private static final byte[] NOTHING = {};

  private final int capacityChunks;
  private final int mostAhead;

  /** The chunks' slots: 0 to one less than there are chunks. */
  private final ChunkTable slots;

  /** By slot the chunk's index, an unsigned number. */
  private int[] indexes;

  private byte[][] chunks;

  /** By slot whether the chunk was read since the hand passed. */
  private boolean[] read;

  private int hand;
  private long bytes;
  private long hits;
  private long misses;

  /**
   * A cache for at most this many bytes of chunks; 0 caches nothing.
   *
   * @param capacityBytes at least 0; rounded down to whole chunks
   */
  public ReadCache(long capacityBytes) {
    this(chunks(capacityBytes), 0);
  }

  private ReadCache(int capacityChunks, int mostAhead) {
    this.capacityChunks = capacityChunks;
    this.mostAhead = mostAhead;
    slots = new ChunkTable();
    indexes = new int[0];
    chunks = new byte[0][];
    read = new boolean[0];
  }

  /**
   * The same, for a file that is read ahead when it is read from one chunk to the next. That takes
   * memory for as many chunks again, but not for more than 128; without a cache for 8.
   */
  public static ReadCache readingAhead(long capacityBytes) {
    int chunks = chunks(capacityBytes);
    return new ReadCache(
        chunks, chunks == 0 ? ReadAhead.LONGEST_UNCACHED : Math.min(chunks, ReadAhead.LONGEST));
  }

  private static int chunks(long capacityBytes) {
    return Math.toIntExact(Math.min(capacityBytes / StoreKey.CHUNK_BYTES, 1 << 30));
  }

  private ReadCache(ReadCache other) {
    capacityChunks = other.capacityChunks;
    mostAhead = other.mostAhead;
    slots = other.slots.copy();
    indexes = other.indexes.clone();
    chunks = other.chunks.clone();
    read = other.read.clone();
    hand = other.hand;
    bytes = other.bytes;
  }

  /** A cache of the same chunks that goes its own way; the arrays are shared. */
  ReadCache copy() {
    return new ReadCache(this);
  }

  /** Most chunks that may be read ahead at once; 0 for none. */
  int mostAhead() {
    return mostAhead;
  }

  /** Whether a chunk is cached; does not count as reading it. */
  boolean has(long index) {
    return slots.get(index) != ChunkTable.NONE;
  }

  byte @Nullable [] get(long index) {
    int slot = slots.get(index);
    if (slot == ChunkTable.NONE) {
      misses++;
      return null;
    }
    hits++;
    read[slot] = true;
    return chunks[slot];
  }

  void put(long index, byte[] stored) {
    int slot = slots.get(index);
    if (slot == ChunkTable.NONE) {
      if (capacityChunks == 0) {
        return;
      }
      slot = slots.size() < capacityChunks ? addSlot() : makeRoom();
      slots.put(index, slot);
      indexes[slot] = (int) index;
      read[slot] = false;
    }
    bytes += stored.length - chunks[slot].length;
    chunks[slot] = stored;
  }

  private int addSlot() {
    int slot = slots.size();
    if (slot == chunks.length) {
      int room = Math.clamp(2L * slot, SMALLEST, Math.max(SMALLEST, capacityChunks));
      indexes = Arrays.copyOf(indexes, room);
      chunks = Arrays.copyOf(chunks, room);
      Arrays.fill(chunks, slot, room, NOTHING);
      read = Arrays.copyOf(read, room);
    }
    return slot;
  }

  private int makeRoom() {
    while (read[hand]) {
      read[hand] = false;
      hand = (hand + 1) % capacityChunks;
    }
    int slot = hand;
    hand = (hand + 1) % capacityChunks;
    slots.remove(Integer.toUnsignedLong(indexes[slot]));
    return slot;
  }

  /** Forgets a chunk; the last one moves into its slot. */
  void remove(long index) {
    int slot = slots.remove(index);
    if (slot == ChunkTable.NONE) {
      return;
    }
    int last = slots.size();
    bytes -= chunks[slot].length;
    if (slot != last) {
      indexes[slot] = indexes[last];
      chunks[slot] = chunks[last];
      read[slot] = read[last];
      slots.put(Integer.toUnsignedLong(indexes[slot]), slot);
    }
    chunks[last] = NOTHING;
  }

  /** Forgets every chunk from this index on. */
  void evictFrom(long firstIndex) {
    if (firstIndex == 0) {
      clear();
      return;
    }
    for (long index : slots.indexesFrom(firstIndex)) {
      remove(index);
    }
  }

  private void clear() {
    slots.clear();
    indexes = new int[0];
    chunks = new byte[0][];
    read = new boolean[0];
    hand = 0;
    bytes = 0;
  }

  /** How full it is. */
  CacheUse use() {
    return new CacheUse(slots.size(), bytes, (long) capacityChunks * StoreKey.CHUNK_BYTES);
  }

  /** How often it had what it was asked for. */
  CacheHits hits() {
    return new CacheHits(hits, misses);
  }

  /** What is cached, by chunk index. */
  SortedMap<Long, byte[]> contents() {
    SortedMap<Long, byte[]> contents = new TreeMap<>();
    for (int slot = 0; slot < slots.size(); slot++) {
      contents.put(Integer.toUnsignedLong(indexes[slot]), chunks[slot]);
    }
    return contents;
  }
}
