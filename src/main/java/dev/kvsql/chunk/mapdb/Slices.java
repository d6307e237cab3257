package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
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
   * Slices that are mapped together where the file has all of them, and freed together: a process
   * has 65,530 mappings.
   */
  private static final int GROUP_SLICES = 16;

  private static final long GROUP_BYTES = (long) GROUP_SLICES << SLICE_SHIFT;

  private final DiskFile file;

  /** What the file has behind this does not count. */
  private long fileEnd;

  private ByteBuffer[] slices = new ByteBuffer[GROUP_SLICES];
  private int count;

  /** Frees the slices of each group. */
  private final List<Arena> groups = new ArrayList<>();

  /** Shows all of a file. */
  Slices(DiskFile file) throws IOException {
    this(file, file.size());
  }

  /**
   * Shows the start of a file.
   *
   * @param fileEnd what the file has behind this many bytes does not count
   */
  Slices(DiskFile file, long fileEnd) throws IOException {
    this.file = file;
    this.fileEnd = fileEnd;
    try {
      grow(fileBytes());
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

  /** Sets how many bytes of the file count; shows in slices that are made from now on. */
  void fileEnd(long bytes) {
    fileEnd = bytes;
  }

  /** Makes bytes up to this length addressable; those past the end of the file are zero. */
  void grow(long length) throws IOException {
    long fileBytes = fileBytes();
    while (length() < length) {
      int group = count / GROUP_SLICES;
      if (group == groups.size()) {
        groups.add(Arena.ofShared());
      }
      if (count % GROUP_SLICES == 0 && isWhole(group, fileBytes)) {
        add(mapGroup(group, groups.get(group)));
      } else {
        add(open(count, fileBytes, groups.get(group)));
      }
    }
  }

  private void add(ByteBuffer... more) {
    if (count + more.length > slices.length) {
      slices = Arrays.copyOf(slices, slices.length * 2);
    }
    System.arraycopy(more, 0, slices, count, more.length);
    count += more.length;
  }

  /** The group of slices that holds this offset, to be told apart from others. */
  static int group(long offset) {
    return Math.toIntExact(offset >>> SLICE_SHIFT) / GROUP_SLICES;
  }

  /** The first group that holds nothing in front of this offset. */
  static int groupFrom(long offset) {
    return group(offset + GROUP_BYTES - 1);
  }

  /** Drops what was written into a group of slices, and shows the file again. */
  void reload(int group) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      ByteBuffer[] loaded = load(group, arena);
      System.arraycopy(loaded, 0, slices, group * GROUP_SLICES, loaded.length);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
    groups.set(group, arena).close();
  }

  /** Does the same with every group from one on. */
  void reloadFrom(int group) throws IOException {
    for (int next = group; next < groups.size(); next++) {
      reload(next);
    }
  }

  private ByteBuffer[] load(int group, Arena arena) throws IOException {
    long fileBytes = fileBytes();
    int first = group * GROUP_SLICES;
    ByteBuffer[] loaded = new ByteBuffer[Math.min(GROUP_SLICES, count - first)];
    if (loaded.length == GROUP_SLICES && isWhole(group, fileBytes)) {
      return mapGroup(group, arena);
    }
    for (int i = 0; i < loaded.length; i++) {
      loaded[i] = open(first + i, fileBytes, arena);
    }
    return loaded;
  }

  @Override
  public void close() {
    groups.forEach(Arena::close);
    groups.clear();
    Arrays.fill(slices, null);
    count = 0;
  }

  private long fileBytes() throws IOException {
    return Math.min(fileEnd, file.size());
  }

  /** Whether the file has every byte of a group. */
  private static boolean isWhole(int group, long fileBytes) {
    return (group + 1) * GROUP_BYTES <= fileBytes;
  }

  private ByteBuffer[] mapGroup(int group, Arena arena) throws IOException {
    ByteBuffer mapped = file.map(group * GROUP_BYTES, (int) GROUP_BYTES, arena);
    ByteBuffer[] parts = new ByteBuffer[GROUP_SLICES];
    for (int i = 0; i < GROUP_SLICES; i++) {
      parts[i] = mapped.slice(i << SLICE_SHIFT, SLICE_BYTES);
    }
    return parts;
  }

  private ByteBuffer open(int index, long fileBytes, Arena arena) throws IOException {
    long start = (long) index << SLICE_SHIFT;
    if (start + SLICE_BYTES <= fileBytes) {
      return file.map(start, SLICE_BYTES, arena);
    }
    ByteBuffer bytes = arena.allocate(SLICE_BYTES, ValueLayout.JAVA_LONG.byteSize()).asByteBuffer();
    if (start < fileBytes) {
      file.read(bytes.duplicate().limit((int) (fileBytes - start)), start);
    }
    return bytes;
  }
}
