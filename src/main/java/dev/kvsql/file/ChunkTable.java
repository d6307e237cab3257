package dev.kvsql.file;

import java.util.Arrays;

/**
 * Slot numbers by chunk index: an open hash table of plain numbers with linear probing. Costs 16 to
 * 32 bytes a chunk, and looking up allocates nothing. Not safe for several threads.
 */
final class ChunkTable {
  /** No slot. */
  static final int NONE = -1;

  private static final int SMALLEST = 8;
  private static final long FREE = -1;

  /** Fibonacci hashing: neighbours are spread, and so are multiples of powers of two. */
  private static final int SPREAD = 0x9e3779b9;

  /** Chunk index in the upper half, slot in the lower; at least half of the places are free. */
  private long[] places;

  private int size;

  ChunkTable() {
    places = freePlaces(SMALLEST);
  }

  private ChunkTable(ChunkTable other) {
    places = other.places.clone();
    size = other.size;
  }

  /** A table of the same that goes its own way. */
  ChunkTable copy() {
    return new ChunkTable(this);
  }

  /** How many chunks have a slot. */
  int size() {
    return size;
  }

  /** The slot of a chunk, or {@link #NONE}. */
  int get(long index) {
    return size == 0 ? NONE : (int) places[find(index)];
  }

  /**
   * Gives a chunk a slot, another one if it has one.
   *
   * @param index 0 to 2^32 - 1
   * @param slot at least 0
   */
  void put(long index, int slot) {
    int place = find(index);
    if (places[place] == FREE) {
      size++;
      if (2 * size > places.length) {
        grow();
        place = find(index);
      }
    }
    places[place] = index << 32 | slot;
  }

  /** Takes a chunk's slot away; gives it back, or {@link #NONE}. */
  int remove(long index) {
    int place = find(index);
    int slot = (int) places[place];
    if (slot != NONE) {
      close(place);
      size--;
    }
    return slot;
  }

  /** Moves those into a gap that are further from their home than it is. */
  private void close(int place) {
    int mask = places.length - 1;
    int gap = place;
    for (int next = (gap + 1) & mask; places[next] != FREE; next = (next + 1) & mask) {
      int fromHome = (next - home(places[next] >>> 32)) & mask;
      if (fromHome >= ((next - gap) & mask)) {
        places[gap] = places[next];
        gap = next;
      }
    }
    places[gap] = FREE;
  }

  /** Forgets everything, and gives the memory back. */
  void clear() {
    if (size > 0 || places.length > SMALLEST) {
      places = freePlaces(SMALLEST);
      size = 0;
    }
  }

  /** The chunks from an index on, in no order. */
  long[] indexesFrom(long first) {
    return Arrays.stream(places)
        .filter(place -> place != FREE)
        .map(place -> place >>> 32)
        .filter(index -> index >= first)
        .toArray();
  }

  /** All chunks, in order. */
  long[] sortedIndexes() {
    long[] indexes = indexesFrom(0);
    Arrays.sort(indexes);
    return indexes;
  }

  /** Where a chunk is, or the free place where it would be. */
  private int find(long index) {
    int mask = places.length - 1;
    int place = home(index);
    while (places[place] != FREE && places[place] >>> 32 != index) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private int home(long index) {
    return ((int) index * SPREAD) >>> (Integer.numberOfLeadingZeros(places.length) + 1);
  }

  private void grow() {
    long[] old = places;
    places = freePlaces(2 * old.length);
    for (long entry : old) {
      if (entry != FREE) {
        places[find(entry >>> 32)] = entry;
      }
    }
  }

  private static long[] freePlaces(int count) {
    long[] places = new long[count];
    Arrays.fill(places, FREE);
    return places;
  }
}
