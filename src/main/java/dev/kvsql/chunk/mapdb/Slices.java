package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A file as memory that can be written without the file changing: private (copy-on-write) mappings
 * of 16 MiB each, and plain memory past the end of the file. Java maps a file that was opened for
 * reading only as memory that cannot be written: {@link #makeWritable} copies it. Not safe for use
 * by several threads while it grows, reloads or closes.
 */
final class Slices implements AutoCloseable {
  static final int SLICE_SHIFT = 24;
  static final int SLICE_BYTES = 1 << SLICE_SHIFT;

  private final FileChannel file;
  private final MapMode mode;
  private final List<Slice> slices = new ArrayList<>();

  private record Slice(Arena arena, ByteBuffer bytes) {}

  Slices(FileChannel file, MapMode mode) throws IOException {
    this.file = file;
    this.mode = mode;
    grow(file.size());
  }

  /** The slice that holds this offset in bytes. */
  ByteBuffer at(long offset) {
    return slices.get((int) (offset >>> SLICE_SHIFT)).bytes();
  }

  /** Where an offset lies within its slice. */
  static int within(long offset) {
    return (int) (offset & (SLICE_BYTES - 1));
  }

  /** Bytes that can be addressed. */
  long length() {
    return (long) slices.size() << SLICE_SHIFT;
  }

  /** Makes bytes up to this length addressable; those past the end of the file are zero. */
  void grow(long length) throws IOException {
    while (length() < length) {
      slices.add(open(slices.size()));
    }
  }

  /** Makes the slice that holds this offset memory that can be written. */
  void makeWritable(long offset) throws IOException {
    if (at(offset).isReadOnly()) {
      replace(offset, this::copy);
    }
  }

  /** Drops what was written into the slice that holds this offset, and shows the file again. */
  void reload(long offset) throws IOException {
    replace(offset, this::open);
  }

  @Override
  public void close() {
    slices.forEach(slice -> slice.arena().close());
    slices.clear();
  }

  private interface Opener {
    Slice open(int index) throws IOException;
  }

  private void replace(long offset, Opener opener) throws IOException {
    int index = (int) (offset >>> SLICE_SHIFT);
    Slice old = slices.set(index, opener.open(index));
    old.arena().close();
  }

  private Slice open(int index) throws IOException {
    long start = (long) index << SLICE_SHIFT;
    if (file.size() < start + SLICE_BYTES) {
      return copy(index);
    }
    Arena arena = Arena.ofShared();
    try {
      return new Slice(arena, file.map(mode, start, SLICE_BYTES, arena).asByteBuffer());
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private Slice copy(int index) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      MemorySegment memory = arena.allocate(SLICE_BYTES, ValueLayout.JAVA_LONG.byteSize());
      ByteBuffer bytes = memory.asByteBuffer();
      readFully(bytes.duplicate(), (long) index << SLICE_SHIFT);
      return new Slice(arena, bytes);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private void readFully(ByteBuffer into, long from) throws IOException {
    long position = from;
    while (into.hasRemaining()) {
      int count = file.read(into, position);
      if (count < 0) {
        return;
      }
      position += count;
    }
  }
}
