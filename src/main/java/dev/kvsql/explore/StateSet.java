package dev.kvsql.explore;

/**
 * The states that were seen, by 128-bit fingerprints: 16 bytes each. That two of a billion states
 * share one has a chance of 1 in 10^20.
 */
final class StateSet {
  private long[] slots = new long[1 << 12];
  private int size;

  int size() {
    return size;
  }

  /** Adds a state; false when it is there already. */
  boolean add(long high, long low) {
    long second = high == 0 && low == 0 ? Long.MIN_VALUE : low;
    if (size >= slots.length / 3) {
      grow();
    }
    if (!insert(slots, high, second)) {
      return false;
    }
    size++;
    return true;
  }

  private static boolean insert(long[] into, long high, long low) {
    int mask = into.length - 1;
    int at = ((int) high << 1) & mask;
    while (into[at] != 0 || into[at + 1] != 0) {
      if (into[at] == high && into[at + 1] == low) {
        return false;
      }
      at = (at + 2) & mask;
    }
    into[at] = high;
    into[at + 1] = low;
    return true;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i] != 0 || slots[i + 1] != 0) {
        insert(larger, slots[i], slots[i + 1]);
      }
    }
    slots = larger;
  }
}
