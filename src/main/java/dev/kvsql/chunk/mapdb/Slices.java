package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file as memory, in slices of 1 MiB: mappings of the file where it has bytes, and plain memory
 * past its end. Where the file was opened for writing the memory can be written, and the file does
 * not change. Growing leaves every slice that is there in place. Not safe for use by several
 * threads while it grows, reloads or closes.
 */
final class Slices implements AutoCloseable {
  static final int SLICE_SHIFT = 20;
  static final int SLICE_BYTES = 1 << SLICE_SHIFT;

  /**
   * Slices that are mapped together where the file has all of them: a process has 65,530 mappings.
   */
  private static final int GROUP_SLICES = 16;

  private final DiskFile file;
  private ByteBuffer[] slices = new ByteBuffer[GROUP_SLICES];
  private int count;

  /** Frees the slices of a group: for each group its arenas. */
  private final List<List<Arena>> groups = new ArrayList<>();

  Slices(DiskFile file) throws IOException {
    this.file = file;
    try {
      grow(file.size());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The slice that holds this offset in bytes. */
  ByteBuffer at(long offset) {
    int index = Math.toIntExact(offset >>> SLICE_SHIFT);
    if (index >= count) {
      throw new IndexOutOfBoundsException("byte " + offset + " of " + length());
    }
    return slices[index];
  }

  /** Where an offset lies within its slice. */
  static int within(long offset) {
    return (int) (offset & (SLICE_BYTES - 1));
  }

  /** Bytes that can be addressed. */
  long length() {
    return (long) count << SLICE_SHIFT;
  }

  /** Makes bytes up to this length addressable; those past the end of the file are zero. */
  void grow(long length) throws IOException {
    long fileBytes = file.size();
    while (length() < length) {
      int group = count / GROUP_SLICES;
      if (group == groups.size()) {
        groups.add(new ArrayList<>());
      }
      if (count % GROUP_SLICES == 0 && isWhole(group, fileBytes)) {
        mapGroup(group);
        count += GROUP_SLICES;
      } else {
        set(count, open(group, count, fileBytes));
        count++;
      }
    }
  }

  /** The group of slices that holds this offset, to be told apart from others. */
  static int group(long offset) {
    return Math.toIntExact(offset >>> SLICE_SHIFT) / GROUP_SLICES;
  }

  /** Drops what was written into a group of slices, and shows the file again. */
  void reload(int group) throws IOException {
    int first = group * GROUP_SLICES;
    int end = Math.min(first + GROUP_SLICES, count);
    long fileBytes = file.size();
    List<Arena> old = new ArrayList<>(groups.get(group));
    if (end == first + GROUP_SLICES && isWhole(group, fileBytes)) {
      mapGroup(group);
    } else {
      for (int index = first; index < end; index++) {
        set(index, open(group, index, fileBytes));
      }
    }
    groups.get(group).removeAll(old);
    old.forEach(Arena::close);
  }

  @Override
  public void close() {
    groups.forEach(arenas -> arenas.forEach(Arena::close));
    groups.clear();
    Arrays.fill(slices, null);
    count = 0;
  }

  /** Whether the file has every byte of a group. */
  private static boolean isWhole(int group, long fileBytes) {
    return (group + 1L) * GROUP_SLICES * SLICE_BYTES <= fileBytes;
  }

  private void mapGroup(int group) throws IOException {
    int first = group * GROUP_SLICES;
    ByteBuffer mapped =
        file.map((long) first << SLICE_SHIFT, GROUP_SLICES << SLICE_SHIFT, arena(group));
    for (int i = 0; i < GROUP_SLICES; i++) {
      set(first + i, mapped.slice(i << SLICE_SHIFT, SLICE_BYTES));
    }
  }

  private ByteBuffer open(int group, int index, long fileBytes) throws IOException {
    long start = (long) index << SLICE_SHIFT;
    if (start + SLICE_BYTES <= fileBytes) {
      return file.map(start, SLICE_BYTES, arena(group));
    }
    MemorySegment memory = arena(group).allocate(SLICE_BYTES, ValueLayout.JAVA_LONG.byteSize());
    ByteBuffer bytes = memory.asByteBuffer();
    if (start < fileBytes) {
      file.read(bytes.duplicate(), start);
    }
    return bytes;
  }

  private Arena arena(int group) {
    Arena arena = Arena.ofShared();
    groups.get(group).add(arena);
    return arena;
  }

  private void set(int index, ByteBuffer slice) {
    if (index == slices.length) {
      slices = Arrays.copyOf(slices, index * 2);
    }
    slices[index] = slice;
  }
}
