package dev.kvsql.file;

import dev.kvsql.chunk.StoreKey;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Room for chunks of 4096 bytes, by slot number. The first slots are in memory, all others in a
 * temporary file, which is there only while they are used. The lowest free slot is always taken
 * first. Not safe for several threads.
 */
final class BufferSlots {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;
  private static final int SMALLEST = 4;
  private static final byte[] NOTHING = {};

  private final Spilling spilling;
  private final BitSet used = new BitSet();
  private byte[][] memory = {};
  private @Nullable SpillFile file;
  private long spilledBytes;

  /** No slot below it is free. */
  private int firstFree;

  BufferSlots(Spilling spilling) {
    this.spilling = spilling;
  }

  /** The same slots with the same bytes, sharing nothing with this one. */
  BufferSlots copy() {
    BufferSlots copy = new BufferSlots(spilling);
    for (int slot = used.nextSetBit(0); slot >= 0; slot = used.nextSetBit(slot + 1)) {
      copy.put(slot, MemorySegment.ofArray(chunk(slot)), 0, 0, CHUNK);
    }
    copy.spilledBytes = spilledBytes;
    return copy;
  }

  /** Whether a slot is in the temporary file. */
  boolean isSpilled(int slot) {
    return slot >= spilling.memoryChunks();
  }

  /** Whether any slot that is used is in the temporary file. */
  boolean isSpilled() {
    return used.length() > spilling.memoryChunks();
  }

  /** Bytes written to temporary files so far. */
  long spilledBytes() {
    return spilledBytes + (file == null ? 0 : file.writtenBytes());
  }

  /**
   * Takes a slot for a chunk that has bytes of a segment somewhere, and zeros around them.
   *
   * @param at where in the chunk
   * @return the slot's number
   */
  int add(MemorySegment from, long offset, int at, int count) {
    int slot = used.nextClearBit(firstFree);
    put(slot, from, offset, at, count);
    firstFree = slot + 1;
    return slot;
  }

  private void put(int slot, MemorySegment from, long offset, int at, int count) {
    if (isSpilled(slot) && count == CHUNK) {
      spill().write(number(slot), 0, from, offset, CHUNK);
    } else {
      byte[] chunk = new byte[CHUNK];
      MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, chunk, at, count);
      keep(slot, chunk);
    }
    used.set(slot);
  }

  private void keep(int slot, byte[] chunk) {
    if (isSpilled(slot)) {
      spill().write(number(slot), 0, MemorySegment.ofArray(chunk), 0, CHUNK);
      return;
    }
    int room = memory.length;
    if (slot >= room) {
      memory = Arrays.copyOf(memory, Math.max(SMALLEST, 2 * slot));
      Arrays.fill(memory, room, memory.length, NOTHING);
    }
    memory[slot] = chunk;
  }

  /** Overwrites bytes of a chunk. */
  void write(int slot, int at, MemorySegment from, long offset, int count) {
    if (isSpilled(slot)) {
      spill().write(number(slot), at, from, offset, count);
    } else {
      MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, memory[slot], at, count);
    }
  }

  /** Copies bytes of a chunk. */
  void read(int slot, int at, MemorySegment into, long offset, int count) {
    if (isSpilled(slot)) {
      spill().read(number(slot), at, into, offset, count);
    } else {
      MemorySegment.copy(memory[slot], at, into, ValueLayout.JAVA_BYTE, offset, count);
    }
  }

  /** A chunk's bytes: its own array if it is in memory, else one that is made for the caller. */
  byte[] chunk(int slot) {
    if (!isSpilled(slot)) {
      return memory[slot];
    }
    byte[] chunk = new byte[CHUNK];
    spill().read(number(slot), 0, MemorySegment.ofArray(chunk), 0, CHUNK);
    return chunk;
  }

  /** Frees slots, and gives back the room at the end that is free now. */
  void free(BitSet slots) {
    used.andNot(slots);
    firstFree = 0;
    for (int slot = slots.nextSetBit(0);
        slot >= 0 && slot < memory.length;
        slot = slots.nextSetBit(slot + 1)) {
      memory[slot] = NOTHING;
    }
    if (!isSpilled()) {
      closeFile();
    } else if (!slots.isEmpty()) {
      spill().truncate(number(used.length()));
    }
  }

  /** Frees every slot, and gives all memory and the temporary file back. */
  void clear() {
    used.clear();
    firstFree = 0;
    memory = new byte[0][];
    closeFile();
  }

  private void closeFile() {
    SpillFile open = file;
    if (open != null) {
      file = null;
      spilledBytes += open.writtenBytes();
      open.close();
    }
  }

  private int number(int slot) {
    return slot - spilling.memoryChunks();
  }

  private SpillFile spill() {
    SpillFile open = file;
    if (open == null) {
      open = SpillFile.make(spilling);
      file = open;
    }
    return open;
  }
}
