package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.BrokenFramesException;
import dev.kvsql.disk.BrokenFramesException.Extent;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.Frame;
import dev.kvsql.disk.FrameBody;
import dev.kvsql.disk.FrameFile;
import dev.kvsql.disk.FrameHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The redo log beside a store file: whole pages of committed batches, one {@link Frame} a commit.
 *
 * <pre>
 * body   u64 length of the store in bytes, u64 epoch of the store file once it has this commit (0:
 *        no checkpoint follows it), u32 number of pages n, u32 pages that the store file has at
 *        least, n times u64 page number, zeros up to a multiple of 4096 bytes in the file,
 *        n times 4096 bytes
 * </pre>
 */
final class RedoLog {
  static final int PAGE_SHIFT = 12;
  static final int PAGE_BYTES = 1 << PAGE_SHIFT;

  /** A log that stays open for more is cut to this many bytes when it starts over. */
  static final long KEPT_BYTES = 80L << 20;

  private static final long MAGIC = 0x6b7673716c524c32L; // "kvsqlRL2"
  private static final int NUMBERS_AT_ONCE = 4096;

  private final FrameFile frames;

  /** The epochs that commits in the log give the store file. */
  private final Set<Long> epochs = new HashSet<>();

  /** What the last commit gives it; 0 when no checkpoint follows it. */
  private long lastEpoch;

  private long storeBytes;
  private long neededFileBytes;
  private long loggedPages;

  /** Where the log's pages go. */
  interface PageTarget {
    /** Takes a page, of which 4096 bytes stand in a file. */
    void page(int pageNumber, DiskFile file, long at) throws IOException;
  }

  private RedoLog(FrameFile frames) {
    this.frames = frames;
  }

  /** Starts a log on top of a store file; the log's head is durable when the call returns. */
  static RedoLog create(DiskFile file, StoreState state, byte[] firstSector) throws IOException {
    return new RedoLog(FrameFile.create(file, head(state, firstSector)));
  }

  /**
   * Opens a log after its last commit.
   *
   * @return nothing when it never held one
   * @throws BrokenFramesException when it is damaged, or none
   */
  static Optional<RedoLog> open(DiskFile file) throws IOException {
    return open(file, FrameFile::skipToEnd);
  }

  private static FrameHead head(StoreState state, byte[] firstSector) {
    return new FrameHead(
        MAGIC,
        state.isNone() ? StoreState.random() : state.store(),
        state.epoch(),
        StoreState.random(),
        StoreState.checksum(firstSector));
  }

  /** A state that the store's file has never had: for a commit that a checkpoint follows. */
  StoreState newState() {
    return new StoreState(frames.head().owner(), StoreState.random());
  }

  /** Whether a checkpoint may follow the last commit. */
  boolean isSealed() {
    return lastEpoch != 0;
  }

  /** Whether the log was started on top of a file that no log was ever carried over into. */
  boolean isFirst() {
    return frames.head().base() == 0;
  }

  /**
   * Refuses to be read on top of a store file that the log does not belong to.
   *
   * @param firstSector the first 512 bytes of the store file: MapDB's own writes show there, but
   *     for those that leave its header alone
   * @param fileBytes length of the store file: an earlier copy of it may be too short
   */
  void requireBelongsTo(byte[] firstSector, long fileBytes) throws BrokenFramesException {
    FrameHead head = frames.head();
    StoreState state = StoreState.of(firstSector);
    boolean owned = state.isNone() ? isFirst() : state.store() == head.owner();
    boolean untouched =
        state.epoch() == head.base() && StoreState.checksum(firstSector) == head.witness();
    if (!owned || !(untouched || epochs.contains(state.epoch()))) {
      throw new BrokenFramesException(
          owned
              ? "belongs to another state of this store: the store file was replaced or written since"
              : "belongs to another store",
          Extent.ALL);
    }
    if (fileBytes < neededFileBytes) {
      throw new BrokenFramesException(
          "belongs to another state of this store: its file should have at least %,d bytes, it has %,d"
              .formatted(neededFileBytes, fileBytes),
          Extent.ALL);
    }
  }

  /** How long the store is after the last commit, in bytes; there must be one. */
  long storeBytes() {
    return storeBytes;
  }

  /** How many commits the log has. */
  long commits() {
    return frames.sequence();
  }

  /** Where the last commit ends in the file, in bytes. */
  long end() {
    return frames.end();
  }

  /** Bytes of frames in the log. */
  long frameBytes() {
    return frames.frameBytes();
  }

  DiskFile file() {
    return frames.file();
  }

  /** Whether there is no commit in the log. */
  boolean isEmpty() {
    return frames.frameBytes() == 0;
  }

  /** Opens a log after the last commit before a damaged one. */
  static Optional<RedoLog> openToDamage(DiskFile file) throws IOException {
    return open(file, FrameFile::skipToDamage);
  }

  private interface Skip {
    void in(FrameFile frames) throws IOException;
  }

  private static Optional<RedoLog> open(DiskFile file, Skip skip) throws IOException {
    Optional<FrameFile> frames = FrameFile.open(file, MAGIC);
    if (frames.isEmpty()) {
      return Optional.empty();
    }
    skip.in(frames.get());
    RedoLog redo = new RedoLog(frames.get());
    redo.readCommits();
    return Optional.of(redo);
  }

  private void readCommits() throws IOException {
    epochs.clear();
    lastEpoch = 0;
    storeBytes = 0;
    neededFileBytes = 0;
    loggedPages = 0;
    frames.forEach(frame -> add(LoggedCommit.read(frames.file(), frame)));
  }

  private void add(LoggedCommit commit) {
    lastEpoch = commit.epoch();
    if (lastEpoch != 0) {
      epochs.add(lastEpoch);
    }
    storeBytes = Math.max(storeBytes, commit.lengthBytes());
    loggedPages += commit.pages();
    neededFileBytes = Math.max(neededFileBytes, commit.neededFileBytes(loggedPages));
  }

  /** Tells the pages of every commit, in order; they lie within {@link #storeBytes}. */
  void read(PageTarget target) throws IOException {
    frames.forEach(frame -> read(frame, target));
  }

  private void read(Frame frame, PageTarget target) throws IOException {
    LoggedCommit commit = LoggedCommit.read(frames.file(), frame);
    ByteBuffer numbers = ByteBuffer.allocate(NUMBERS_AT_ONCE * Long.BYTES);
    for (int from = 0; from < commit.pages(); from += NUMBERS_AT_ONCE) {
      int count = Math.min(NUMBERS_AT_ONCE, commit.pages() - from);
      frames
          .file()
          .read(
              numbers.clear().limit(count * Long.BYTES),
              commit.numbers(frame) + (long) from * Long.BYTES);
      numbers.flip();
      for (int i = 0; i < count; i++) {
        long number = numbers.getLong();
        if (number < 0 || number >= commit.lengthBytes() >>> PAGE_SHIFT) {
          throw new BrokenFramesException(
              "frame " + frame.sequence() + " has page " + number + " past the store's end",
              Extent.ALL);
        }
        target.page(
            Math.toIntExact(number),
            frames.file(),
            commit.firstPage(frame) + (long) (from + i) * PAGE_BYTES);
      }
    }
  }

  /**
   * Appends one frame with the given pages; when this fails the log ends where it ended.
   *
   * @param commit has as many pages
   */
  void append(BitSet pages, Slices source, LoggedCommit commit) throws IOException {
    frames.append(body -> fill(body, pages, source, commit));
    add(commit);
    frames.allocateAhead();
  }

  private static void fill(FrameBody body, BitSet pages, Slices source, LoggedCommit commit)
      throws IOException {
    commit.write(body);
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      body.putLong(page);
    }
    body.fillBlock();
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      long offset = (long) page << PAGE_SHIFT;
      body.put(source.at(offset), Slices.within(offset), PAGE_BYTES);
    }
  }

  /** Notes that the store file gets the last commit now; to be forced before it does. */
  void markCheckpoint() throws IOException {
    frames.mark(lastEpoch);
  }

  /**
   * Refuses to be used when commits that do not count may be in the store file already.
   *
   * @throws BrokenFramesException when a checkpoint of a later commit was begun
   */
  void requireNothingLaterInFile() throws IOException {
    long begun = frames.mark();
    if (begun != 0 && begun != frames.head().base() && !epochs.contains(begun)) {
      throw new BrokenFramesException(
          "the store file has parts of commits behind the damage already", Extent.ALL);
    }
  }

  /** Starts over: everything is in the store file, which has the last commit's epoch now. */
  void restart(byte[] firstSector) throws IOException {
    StoreState state = new StoreState(frames.head().owner(), lastEpoch);
    frames.restart(head(state, firstSector), KEPT_BYTES);
    readCommits();
  }

  void force() throws IOException {
    frames.force();
  }

  boolean hasUnforced() {
    return frames.hasUnforced();
  }

  /** Takes the last commit back if it ends behind this offset. */
  void takeBackTo(long end) throws IOException {
    if (frames.end() > end) {
      frames.takeBack();
      readCommits();
    }
  }

  void dropUnforced() throws IOException {
    frames.dropUnforced();
    readCommits();
  }

  void dropTail() throws IOException {
    frames.dropTail();
  }

  void writeUnforcedAgain() throws IOException {
    frames.writeUnforcedAgain();
  }
}
