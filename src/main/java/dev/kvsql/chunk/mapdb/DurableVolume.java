package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.Durability;
import dev.kvsql.disk.DiskFile;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A store for writing, atomic and durable. MapDB writes into private memory; {@link #commit}
 * appends the pages that changed to the redo log as one frame, and only a checkpoint writes them to
 * the store file. Whenever the process ends, the file and the whole frames of the log together are
 * the last commit. Private memory is given back at each checkpoint.
 *
 * <p>Pages behind the end that the last commit gave the store belong to no commit. When a commit
 * has many of them they go straight into the store file, which is forced before the frame is
 * written: they need not be written twice.
 *
 * <p>Writing, committing and closing need the volume for themselves; several threads may read.
 */
final class DurableVolume extends ScribbleVolume {
  /** MapDB's header: 32,864 bytes. */
  private static final int HEADER_PAGES = 9;

  /** How many times as large as it should be a log may get while checkpoints fail. */
  private static final int MOST_LOGS = 4;

  /** Pages that the log has. */
  private final BitSet logged = new BitSet();

  /** No page goes straight into the store file. */
  private static final int NONE = Integer.MAX_VALUE;

  private final Medium medium;
  private final PageWriter writer;
  private final long foundLogBytes;
  private @Nullable RedoLog log;
  private long committedLength;

  /** What the next commit makes the store file's epoch; 0 when no checkpoint follows it. */
  private long sealedEpoch;

  private @Nullable IOException failedForce;

  DurableVolume(StoreFiles files, Medium medium) throws IOException {
    super(files);
    this.medium = medium;
    writer = new PageWriter(slices(), files.base());
    try {
      RedoLog redo = files.log().orElse(null);
      log = redo;
      load();
      foundLogBytes = redo == null ? 0 : redo.frameBytes();
      if (redo != null) {
        redo.dropTail();
        redo.writeUnforcedAgain();
      }
    } catch (IOException | RuntimeException e) {
      slices().close();
      throw e;
    }
  }

  @Override
  long foundLogBytes() {
    return foundLogBytes;
  }

  /** Readies the pages that changed for their commit: the first in a log has MapDB's header. */
  void prepare() throws IOException {
    requireSound();
    RedoLog redo = log();
    if (redo.isEmpty()) {
      dirty().set(0, HEADER_PAGES);
    }
    if (length() > committedLength && files().base().size() > committedLength) {
      cutFile(redo);
    }
  }

  /**
   * Cuts off what a commit that was never finished left in the store file: where the store grows it
   * must be zero. A frame that was taken back may need those pages, so that has to be gone first.
   */
  private void cutFile(RedoLog redo) throws IOException {
    force(redo::force);
    files().base().truncate(committedLength);
    force(files().base()::force);
  }

  /** The first page that goes straight into the store file, and all behind it do. */
  private int firstFresh() {
    int first = page(committedLength);
    boolean any = first > 0 && dirty().length() > first;
    long bytes = any ? bytes(dirty().get(first, dirty().length())) : 0;
    return bytes > medium.freshBytes() ? first : NONE;
  }

  /** The pages that changed, without those that go straight into the store file. */
  private BitSet pagesToLog() {
    int first = firstFresh();
    return first == NONE ? dirty() : dirty().get(0, first);
  }

  private static int page(long offset) {
    return Math.toIntExact(offset >>> RedoLog.PAGE_SHIFT);
  }

  private static long bytes(BitSet pages) {
    return (long) pages.cardinality() << RedoLog.PAGE_SHIFT;
  }

  /** Whether the log is carried over into the store file after the next commit. */
  boolean isCheckpointDue() throws IOException {
    RedoLog redo = log();
    return redo.isFirst() || redo.frameBytes() + bytes(pagesToLog()) > medium.checkpointBytes();
  }

  /**
   * Readies the next commit for a checkpoint: gives the store a state that its file never had, so
   * that no other log, and no earlier copy of this one, can be taken for the one that leads there.
   * MapDB has to compute its header's checksum afterwards.
   */
  void seal() throws IOException {
    StoreState state = log().newState();
    putLong(StoreState.STORE_OFFSET, state.store());
    putLong(StoreState.EPOCH_OFFSET, state.epoch());
    sealedEpoch = state.epoch();
  }

  /** Whether a checkpoint must not follow the last commit as it is. */
  boolean needsSeal() {
    RedoLog redo = log;
    return redo != null && !redo.isEmpty() && !redo.isSealed() && failedForce == null;
  }

  @Override
  boolean hasLog() {
    return !logged.isEmpty();
  }

  /** Makes everything written since the last commit one frame of the log. */
  void commit(Durability durability) throws IOException {
    requireSound();
    if (dirty().isEmpty()) {
      forceLazy(durability);
      return;
    }
    RedoLog redo = log();
    append(redo, durability);
    if (redo.isSealed()) {
      tryCheckpoint(redo);
    }
  }

  /** Commits what was sealed last of all; {@link #shutDown} makes it durable. */
  void commitLast() throws IOException {
    requireSound();
    append(log(), Durability.LAZY);
  }

  private void requireSound() throws IOException {
    if (!files().base().isOpen()) {
      throw new IOException("its file was closed; close the store and open it again");
    }
    IOException failed = failedForce;
    if (failed != null) {
      throw new IOException(
          "a write could not be made durable before ("
              + StoreFiles.reason(failed)
              + "); close the store and open it again",
          failed);
    }
  }

  private RedoLog log() throws IOException {
    RedoLog redo = log;
    if (redo == null) {
      redo = files().createLog();
      log = redo;
    }
    return redo;
  }

  private void forceLazy(Durability durability) throws IOException {
    RedoLog redo = log;
    if (durability == Durability.FORCED && redo != null && redo.hasUnforced()) {
      force(redo::force);
    }
  }

  /** A commit that fails must not be there afterwards, whatever it was that failed. */
  private void append(RedoLog redo, Durability durability) throws IOException {
    long end = redo.end();
    BitSet pages = pagesToLog();
    try {
      int filePages = writeFresh();
      redo.append(
          pages, slices(), new LoggedCommit(length(), sealedEpoch, pages.cardinality(), filePages));
      if (durability == Durability.FORCED) {
        force(redo::force);
      }
    } catch (IOException | RuntimeException | Error e) {
      takeBack(redo, end, e);
      throw e;
    }
    logged.or(pages);
    dirty().clear();
    committedLength = length();
    slices().fileEnd(committedLength);
    sealedEpoch = 0;
  }

  /**
   * Puts pages that no commit had yet into the store file, durably, and gives their memory back.
   *
   * @return how many pages the file has to have from now on; 0 when none was put there
   */
  private int writeFresh() throws IOException {
    int first = firstFresh();
    if (first == NONE) {
      return 0;
    }
    BitSet fresh = (BitSet) dirty().clone();
    fresh.clear(0, first);
    writer.write(fresh);
    writer.lengthen(length());
    force(files().base()::force);
    slices().fileEnd(length());
    slices().reloadFrom(Slices.groupFrom(committedLength));
    return page(length());
  }

  private void takeBack(RedoLog redo, long end, Throwable cause) throws IOException {
    if (redo.end() == end && firstFresh() != NONE) {
      giveBackRoom(cause);
    }
    try {
      redo.takeBackTo(end);
    } catch (IOException e) {
      failedForce = e;
      e.addSuppressed(cause);
      throw new InDoubtException(StoreFiles.reason(e), e);
    }
  }

  /** No frame needs what was put into the store file: a full disk may need its room at once. */
  private void giveBackRoom(Throwable cause) {
    try {
      files().base().truncate(Math.min(files().base().size(), committedLength));
    } catch (IOException e) {
      // The next commit that grows the store cuts it off.
      cause.addSuppressed(e);
    }
  }

  /**
   * The commit is in the log, so it has succeeded whatever happens here. A checkpoint that found no
   * room is tried again by the next commit, and in the end on closing, which tells why it fails.
   */
  private void tryCheckpoint(RedoLog redo) {
    try {
      carryOver(redo);
    } catch (IOException e) {
      // The log is whole and keeps everything.
    } catch (RuntimeException | Error e) {
      failedForce = new IOException("a checkpoint failed: " + e, e);
    }
  }

  private void carryOver(RedoLog redo) throws IOException {
    checkpoint(redo);
    force(() -> redo.restart(files().firstSector()));
    reload(logged);
    logged.clear();
  }

  /**
   * Refuses to let a log grow for ever that the store file has no room for; to be called before
   * anything is written.
   */
  void requireBoundedLog() throws IOException {
    RedoLog redo = log;
    boolean large = redo != null && redo.frameBytes() > MOST_LOGS * medium.checkpointBytes();
    if (redo != null && large && redo.isSealed()) {
      requireSound();
      carryOver(redo);
    }
  }

  private interface Force {
    void run() throws IOException;
  }

  /** What the disk did with a failed force nobody can know: no commit is tried on top of it. */
  private void force(Force force) throws IOException {
    try {
      force.run();
    } catch (IOException e) {
      failedForce = e;
      throw e;
    } catch (RuntimeException | Error e) {
      failedForce = new IOException(e);
      throw e;
    }
  }

  /** Forgets everything written since the last commit. */
  void rollback() throws IOException {
    RedoLog redo = log;
    if (redo != null) {
      redo.dropTail();
    }
    long kept = wholePages(files().storeBytes());
    slices().fileEnd(kept);
    slices().reloadFrom(Slices.group(kept));
    dirty().or(logged);
    reload(dirty());
    dirty().clear();
    sealedEpoch = 0;
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
   * Carries the log over into the store file, and removes it. What was written since the last
   * commit is dropped, so a store that nobody changed stays as it is to the byte.
   */
  void shutDown() throws IOException {
    RedoLog redo = log;
    if (redo != null) {
      requireSound();
      if (isChanged()) {
        rollback();
      }
      if (!redo.isEmpty()) {
        checkpoint(redo);
      }
      files().deleteLog();
      log = null;
    }
  }

  private void load() throws IOException {
    length(wholePages(files().storeBytes()));
    slices().grow(length());
    logged.clear();
    RedoLog redo = log;
    if (redo != null) {
      redo.read(this::load);
    }
    committedLength = length();
  }

  private void load(int pageNumber, DiskFile file, long at) throws IOException {
    long offset = (long) pageNumber << RedoLog.PAGE_SHIFT;
    file.read(slices().at(offset).slice(Slices.within(offset), RedoLog.PAGE_BYTES), at);
    logged.set(pageNumber);
  }

  /** Writes the log's pages to the store file, durably. */
  private void checkpoint(RedoLog redo) throws IOException {
    redo.markCheckpoint();
    force(redo::force);
    writer.write(logged);
    writer.lengthen(committedLength);
    force(files().base()::force);
  }

  /** Gives private memory back, and shows the store file again. */
  private void reload(BitSet pages) throws IOException {
    int loaded = -1;
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      int group = Slices.group((long) page << RedoLog.PAGE_SHIFT);
      if (group != loaded) {
        slices().reload(group);
        loaded = group;
      }
    }
  }
}
