package dev.kvsql.chunk.mapdb;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * MapDB's view of a file in {@link Slices}: reads and writes of memory, with a note of each page
 * that was written. What becomes of those pages is the subclass's business.
 */
abstract class SliceVolume extends Volume {
  private static final long GROWTH_BYTES = 1L << 20;
  private static final byte[] ZEROS = new byte[RedoLog.PAGE_BYTES];

  private final Slices slices;
  private final StoreFiles files;
  private final BitSet dirty = new BitSet();
  private long length;

  SliceVolume(StoreFiles files) throws IOException {
    this.files = files;
    slices = new Slices(files.base(), files.mapMode());
  }

  final StoreFiles files() {
    return files;
  }

  final Slices slices() {
    return slices;
  }

  /** The pages that were written since somebody cleared this. */
  final BitSet dirty() {
    return dirty;
  }

  /** Whether anything was written since the last commit. */
  final boolean isChanged() {
    return !dirty.isEmpty();
  }

  /** Sets how many bytes there are. */
  final void length(long lengthBytes) {
    length = lengthBytes;
  }

  private void mark(long offset, int bytes) {
    dirty.set(
        (int) (offset >>> RedoLog.PAGE_SHIFT),
        (int) ((offset + bytes - 1) >>> RedoLog.PAGE_SHIFT) + 1);
  }

  @Override
  public void ensureAvailable(long offset) {
    if (offset <= length) {
      return;
    }
    try {
      slices.grow(offset);
      length = (offset + GROWTH_BYTES - 1) / GROWTH_BYTES * GROWTH_BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void truncate(long size) {
    // MapDB cuts a store only when it compacts, which kvsql never asks for.
  }

  @Override
  public void putLong(long offset, long value) {
    mark(offset, Long.BYTES);
    slices.at(offset).putLong(Slices.within(offset), value);
  }

  @Override
  public void putInt(long offset, int value) {
    mark(offset, Integer.BYTES);
    slices.at(offset).putInt(Slices.within(offset), value);
  }

  @Override
  public void putByte(long offset, byte value) {
    mark(offset, 1);
    slices.at(offset).put(Slices.within(offset), value);
  }

  @Override
  public void putData(long offset, byte[] source, int from, int count) {
    if (count > 0) {
      mark(offset, count);
      slices.at(offset).put(Slices.within(offset), source, from, count);
    }
  }

  @Override
  public void putData(long offset, ByteBuffer source) {
    int count = source.remaining();
    if (count > 0) {
      mark(offset, count);
      slices.at(offset).put(Slices.within(offset), source, source.position(), count);
    }
  }

  @Override
  public long getLong(long offset) {
    return slices.at(offset).getLong(Slices.within(offset));
  }

  @Override
  public int getInt(long offset) {
    return slices.at(offset).getInt(Slices.within(offset));
  }

  @Override
  public byte getByte(long offset) {
    return slices.at(offset).get(Slices.within(offset));
  }

  @Override
  public DataInput2 getDataInput(long offset, int size) {
    return new DataInput2.ByteBuffer(slices.at(offset).duplicate(), Slices.within(offset));
  }

  @Override
  public void getData(long offset, byte[] into, int at, int count) {
    slices.at(offset).get(Slices.within(offset), into, at, count);
  }

  @Override
  public void clear(long from, long to) {
    for (long offset = from; offset < to; ) {
      int count = (int) Math.min(ZEROS.length - (offset & (ZEROS.length - 1)), to - offset);
      putData(offset, ZEROS, 0, count);
      offset += count;
    }
  }

  @Override
  public int sliceSize() {
    return Slices.SLICE_BYTES;
  }

  @Override
  public boolean isSliced() {
    return true;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isReadOnly() {
    return files.access() == Access.READ;
  }

  @Override
  public File getFile() {
    return files.path().toFile();
  }

  @Override
  public boolean getFileLocked() {
    return true;
  }
}
