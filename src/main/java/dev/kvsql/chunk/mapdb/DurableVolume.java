package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes under MapDB, atomic and durable. MapDB writes into private memory; {@link #commit}
 * appends the pages that changed to the redo log as one frame, and only a checkpoint writes them to
 * the store file. Whenever the process ends, the file and the whole frames of the log together are
 * the last commit.
 *
 * <p>Writing, committing and closing need the volume for themselves; several threads may read.
 */
final class DurableVolume extends SliceVolume {
  /** A log of this many bytes is carried over into the store file. */
  private static final long CHECKPOINT_BYTES = 64L << 20;

  /**
   * MapDB allocates 1 MiB at a time and writes into each: a log that claims more is not believed.
   */
  private static final int GROWTH_SHIFT = 20;

  private static final long SLACK_PAGES = 64;

  private final BitSet logged = new BitSet();
  private @Nullable RedoLog log;
  private final long foundLogBytes;
  private long committedLength;
  private @Nullable IOException failedForce;

  DurableVolume(StoreFiles files) throws IOException {
    super(files);
    try {
      Optional<FileChannel> pending = files().log();
      if (pending.isPresent()) {
        log = new RedoLog(pending.get());
      }
      load();
      foundLogBytes = log == null ? 0 : log.frameBytes();
      if (log != null && files.access() == Access.WRITE) {
        log.dropTail();
        log.keep();
      }
    } catch (IOException | RuntimeException e) {
      slices().close();
      throw e;
    }
  }

  /** Bytes of whole frames in the log when the volume was opened. */
  long foundLogBytes() {
    return foundLogBytes;
  }

  /** Makes everything written since the last commit one frame of the log. */
  void commit(Durability durability) throws IOException {
    if (!files().base().isOpen()) {
      throw new IOException(
          "an interrupted thread closed the file; close the store and open it again");
    }
    if (failedForce != null) {
      throw new IOException("an earlier commit could not be made durable", failedForce);
    }
    if (dirty().isEmpty()) {
      forceLazy(durability);
      return;
    }
    RedoLog redo = log == null ? new RedoLog(files().createLog()) : log;
    log = redo;
    redo.append(dirty(), slices(), length());
    if (durability == Durability.FORCED) {
      forceLast(redo);
    }
    logged.or(dirty());
    dirty().clear();
    committedLength = length();
    if (redo.frameBytes() > CHECKPOINT_BYTES) {
      tryCheckpoint(redo);
    }
  }

  private void forceLazy(Durability durability) throws IOException {
    RedoLog redo = log;
    if (durability == Durability.FORCED && redo != null && redo.hasUnforced()) {
      force(redo);
    }
  }

  /** A commit that fails must not be there afterwards. */
  private void forceLast(RedoLog redo) throws IOException {
    try {
      force(redo);
    } catch (IOException e) {
      redo.takeBack();
      throw e;
    }
  }

  /**
   * The commit is in the log, so it has succeeded whatever happens here. A checkpoint that fails is
   * tried again by the next commit, and in the end on closing, which tells why it fails.
   */
  private void tryCheckpoint(RedoLog redo) {
    try {
      force(redo);
      checkpoint(redo);
    } catch (IOException e) {
      // The log is whole and keeps everything.
    }
  }

  /** What the disk did with a failed force nobody can know: no commit is tried on top of it. */
  private void force(RedoLog redo) throws IOException {
    try {
      redo.force();
    } catch (IOException e) {
      failedForce = e;
      throw e;
    }
  }

  /** Forgets everything written since the last commit. */
  void rollback() throws IOException {
    RedoLog redo = log;
    if (redo != null) {
      redo.dropTail();
    }
    dirty().or(logged);
    for (int page = dirty().nextSetBit(0); page >= 0; page = nextSlice(dirty(), page)) {
      slices().reload((long) page << RedoLog.PAGE_SHIFT);
    }
    dirty().clear();
    load();
  }

  /** Forgets every commit since the last one that was forced, and what was written since. */
  void rollbackToForced() throws IOException {
    RedoLog redo = log;
    if (redo != null) {
      redo.dropUnforced();
    }
    rollback();
  }

  /**
   * Carries the log over into the store file, and removes it. What MapDB scribbled since the last
   * commit is dropped, so a store that nobody changed stays as it is to the byte.
   */
  void shutDown() throws IOException {
    if (files().access() == Access.READ) {
      return;
    }
    RedoLog redo = log;
    if (redo != null) {
      force(redo);
      checkpoint(redo);
      files().deleteLog();
    }
  }

  private void load() throws IOException {
    length(files().base().size());
    logged.clear();
    RedoLog redo = log;
    if (redo != null) {
      redo.replay(new IntoSlices());
    }
    committedLength = length();
  }

  private final class IntoSlices implements RedoLog.PageTarget {
    @Override
    public void page(long pageNumber, ByteBuffer page) throws IOException {
      long offset = pageNumber << RedoLog.PAGE_SHIFT;
      boolean within = pageNumber >= 0 && pageNumber < slices().length() >>> RedoLog.PAGE_SHIFT;
      if (!within) {
        throw new IOException("the redo log names page " + pageNumber + " past the store's end");
      }
      slices().makeWritable(offset);
      slices().at(offset).put(Slices.within(offset), page, 0, RedoLog.PAGE_BYTES);
      logged.set((int) pageNumber);
    }

    @Override
    public void length(long lengthBytes, int pages) throws IOException {
      long known = DurableVolume.this.length();
      if (lengthBytes - known > (pages + SLACK_PAGES) << GROWTH_SHIFT) {
        throw new IOException("the redo log grows the store from " + known + " to " + lengthBytes);
      }
      // An interrupted checkpoint may have made the file longer than an early frame knew it.
      DurableVolume.this.length(Math.max(known, lengthBytes));
      slices().grow(lengthBytes);
    }
  }

  private void checkpoint(RedoLog redo) throws IOException {
    FileChannel base = files().base();
    int page = logged.nextSetBit(0);
    while (page >= 0) {
      int end = logged.nextClearBit(page);
      copyToBase(base, (long) page << RedoLog.PAGE_SHIFT, (long) end << RedoLog.PAGE_SHIFT);
      page = logged.nextSetBit(end);
    }
    if (base.size() < committedLength) {
      base.write(ByteBuffer.allocate(1), committedLength - 1);
    }
    base.force(false);
    redo.clear();
    for (int slice = logged.nextSetBit(0); slice >= 0; slice = nextSlice(logged, slice)) {
      slices().reload((long) slice << RedoLog.PAGE_SHIFT);
    }
    logged.clear();
  }

  private void copyToBase(FileChannel base, long from, long to) throws IOException {
    long offset = from;
    while (offset < to) {
      int within = Slices.within(offset);
      int count = (int) Math.min(to - offset, Slices.SLICE_BYTES - within);
      ByteBuffer bytes = slices().at(offset).slice(within, count);
      while (bytes.hasRemaining()) {
        offset += base.write(bytes, offset);
      }
    }
  }

  /** The first page set in a slice after the one that holds {@code page}; -1 when there is none. */
  private static int nextSlice(BitSet pages, int page) {
    int shift = Slices.SLICE_SHIFT - RedoLog.PAGE_SHIFT;
    return pages.nextSetBit(((page >>> shift) + 1) << shift);
  }

  /** MapDB calls this when it commits or closes; the store decides when its batches are durable. */
  @Override
  public void sync() {}

  /** MapDB calls this when its handle closes, which the volume outlives: see {@link #release}. */
  @Override
  public void close() {
    closed.set(true);
  }

  /** Frees the memory and the files; what was not committed is gone. */
  void release() {
    closed.set(true);
    slices().close();
    files().close();
  }
}
