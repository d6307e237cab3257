package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store for reading: pages that its redo log has are read from there, all others from the file.
 * Both are mapped for reading, and nothing is copied, whatever their sizes.
 */
final class SnapshotVolume extends StoreVolume {
  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(RedoLog.PAGE_BYTES).asReadOnlyBuffer();

  /** Where in the log the last image of a page is, in bytes. */
  private final Map<Integer, Long> logged = new HashMap<>();

  private final @Nullable Slices log;
  private final long foundLogBytes;

  SnapshotVolume(StoreFiles files) throws IOException {
    super(files);
    try {
      RedoLog redo = files.log().orElse(null);
      if (redo != null) {
        redo.read((pageNumber, file, at) -> logged.put(pageNumber, at));
      }
      foundLogBytes = redo == null ? 0 : redo.frameBytes();
      log = redo == null || logged.isEmpty() ? null : new Slices(redo.file());
    } catch (IOException | RuntimeException e) {
      slices().close();
      throw e;
    }
  }

  @Override
  long foundLogBytes() {
    return foundLogBytes;
  }

  @Override
  boolean hasLog() {
    return log != null;
  }

  private @Nullable Long inLog(long offset) {
    return log == null ? null : logged.get(Math.toIntExact(offset >>> RedoLog.PAGE_SHIFT));
  }

  @Override
  ByteBuffer buffer(long offset) {
    Long at = inLog(offset);
    if (at != null && log != null) {
      return log.at(at);
    }
    return offset >= slices().length() && offset < length() ? ZEROS : slices().at(offset);
  }

  @Override
  int index(long offset) {
    int within = (int) (offset & (RedoLog.PAGE_BYTES - 1));
    Long at = inLog(offset);
    if (at != null) {
      return Slices.within(at) + within;
    }
    return offset >= slices().length() ? within : Slices.within(offset);
  }

  @Override
  int contiguous(long offset, int bytes) {
    int slice = Slices.SLICE_BYTES - Slices.within(offset);
    if (log == null && offset < slices().length()) {
      return Math.min(bytes, slice);
    }
    return Math.min(bytes, RedoLog.PAGE_BYTES - (int) (offset & (RedoLog.PAGE_BYTES - 1)));
  }

  @Override
  void unload() {
    if (log != null) {
      log.close();
    }
    super.unload();
  }

  @Override
  public void ensureAvailable(long offset) {
    if (offset > length()) {
      throw readOnly();
    }
  }

  @Override
  public void putLong(long offset, long value) {
    throw readOnly();
  }

  @Override
  public void putInt(long offset, int value) {
    throw readOnly();
  }

  @Override
  public void putByte(long offset, byte value) {
    throw readOnly();
  }

  @Override
  public void putData(long offset, byte[] source, int from, int count) {
    throw readOnly();
  }

  @Override
  public void putData(long offset, ByteBuffer source) {
    throw readOnly();
  }

  @Override
  public void clear(long from, long to) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("open for reading only");
  }
}
