package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.mapdb.DBException;

/**
 * A store file as memory that MapDB writes into, with a note of each page that it wrote. What
 * becomes of these pages is the subclass's business.
 */
abstract class ScribbleVolume extends StoreVolume {
  private static final long GROWTH_BYTES = 1L << 20;

  /** MapDB grows a sound store page by page, which are of 1 MiB. */
  private static final long MOST_GROWTH_BYTES = 16 * GROWTH_BYTES;

  private static final byte[] ZEROS = new byte[RedoLog.PAGE_BYTES];

  private final BitSet dirty = new BitSet();

  ScribbleVolume(StoreFiles files) throws IOException {
    super(files);
  }

  /** The pages that were written since somebody cleared this. */
  final BitSet dirty() {
    return dirty;
  }

  /** Whether anything was written since the last commit. */
  final boolean isChanged() {
    return !dirty.isEmpty();
  }

  @Override
  ByteBuffer buffer(long offset) {
    return slices().at(offset);
  }

  @Override
  int index(long offset) {
    return Slices.within(offset);
  }

  @Override
  int contiguous(long offset, int bytes) {
    return Math.min(bytes, Slices.SLICE_BYTES - Slices.within(offset));
  }

  private void mark(long offset, int bytes) {
    dirty.set(
        (int) (offset >>> RedoLog.PAGE_SHIFT),
        (int) ((offset + bytes - 1) >>> RedoLog.PAGE_SHIFT) + 1);
  }

  @Override
  public void ensureAvailable(long offset) {
    if (offset <= length()) {
      return;
    }
    if (offset - length() > MOST_GROWTH_BYTES) {
      throw new DBException.DataCorruption(
          "its header counts more than %,d bytes, it has %,d".formatted(offset, length()));
    }
    try {
      slices().grow(offset);
      length((offset + GROWTH_BYTES - 1) / GROWTH_BYTES * GROWTH_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void putLong(long offset, long value) {
    // MapDB writes index values again that stay the same; their pages need not be logged.
    if (longAt(offset) != value) {
      mark(offset, Long.BYTES);
      slices().at(offset).putLong(Slices.within(offset), value);
    }
  }

  @Override
  public void putInt(long offset, int value) {
    mark(offset, Integer.BYTES);
    slices().at(offset).putInt(Slices.within(offset), value);
  }

  @Override
  public void putByte(long offset, byte value) {
    mark(offset, 1);
    slices().at(offset).put(Slices.within(offset), value);
  }

  @Override
  public void putData(long offset, byte[] source, int from, int count) {
    if (count > 0) {
      mark(offset, count);
      slices().at(offset).put(Slices.within(offset), source, from, count);
    }
  }

  @Override
  public void putData(long offset, ByteBuffer source) {
    int count = source.remaining();
    if (count > 0) {
      mark(offset, count);
      slices().at(offset).put(Slices.within(offset), source, source.position(), count);
    }
  }

  @Override
  public void clear(long from, long to) {
    for (long offset = from; offset < to; ) {
      int count = (int) Math.min(ZEROS.length - (offset & (ZEROS.length - 1)), to - offset);
      putData(offset, ZEROS, 0, count);
      offset += count;
    }
  }
}
