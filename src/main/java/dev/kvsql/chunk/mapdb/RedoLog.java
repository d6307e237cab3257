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
 *        no checkpoint follows it), u32 number of pages n, u32 zero,
 *        n times u64 page number, zeros up to a multiple of 4096 bytes in the file,
 *        n times 4096 bytes
 * </pre>
 */
final class RedoLog {
  static final int PAGE_SHIFT = 12;
  static final int PAGE_BYTES = 1 << PAGE_SHIFT;

  /** A log that stays open for more is cut to this many bytes when it starts over. */
  static final long KEPT_BYTES = 80L << 20;

  private static final long MAGIC = 0x6b7673716c524c32L; // "kvsqlRL2"
  private static final int BODY_HEADER_BYTES = 24;
  private static final int NUMBERS_AT_ONCE = 4096;

  /** MapDB allocates 1 MiB at a time and writes into each: a log that claims more is wrong. */
  private static final int GROWTH_SHIFT = 20;

  private static final long SLACK_PAGES = 64;

  private final FrameFile frames;

  /** The epochs that commits in the log give the store file. */
  private final Set<Long> epochs = new HashSet<>();

  /** What the last commit gives it; 0 when no checkpoint follows it. */
  private long lastEpoch;

  /** Where the log's pages go. */
  interface PageTarget {
    /** The length of the store after a frame, told before its pages. */
    void length(long lengthBytes) throws IOException;

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
   */
  void requireBelongsTo(byte[] firstSector) throws BrokenFramesException {
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
    redo.readEpochs();
    return Optional.of(redo);
  }

  private void readEpochs() throws IOException {
    epochs.clear();
    lastEpoch = 0;
    ByteBuffer header = ByteBuffer.allocate(BODY_HEADER_BYTES);
    frames.forEach(frame -> {
      frames.file().read(header.clear(), frame.bodyOffset());
      commits(header.getLong(Long.BYTES));
    });
  }

  private void commits(long epoch) {
    lastEpoch = epoch;
    if (epoch != 0) {
      epochs.add(epoch);
    }
  }

  /**
   * Tells the pages of every commit, in order.
   *
   * @param baseBytes length of the store file
   */
  void read(long baseBytes, PageTarget target) throws IOException {
    Growth growth = new Growth(baseBytes);
    frames.forEach(frame -> read(frame, growth, target));
  }

  private void read(Frame frame, Growth growth, PageTarget target) throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(NUMBERS_AT_ONCE * Long.BYTES);
    frames.file().read(numbers.limit(BODY_HEADER_BYTES), frame.bodyOffset());
    numbers.flip();
    long lengthBytes = numbers.getLong();
    numbers.getLong();
    int pages = numbers.getInt();
    long numbersAt = frame.bodyOffset() + BODY_HEADER_BYTES;
    long firstPage =
        pages < 0 ? -1 : frame.bodyOffset() + frame.bodyBytes() - (long) pages * PAGE_BYTES;
    if (firstPage < numbersAt + (long) pages * Long.BYTES) {
      throw new BrokenFramesException(
          "frame " + frame.sequence() + " is not of a redo log", Extent.ALL);
    }
    target.length(growth.to(lengthBytes, pages));
    for (int from = 0; from < pages; from += NUMBERS_AT_ONCE) {
      int count = Math.min(NUMBERS_AT_ONCE, pages - from);
      frames
          .file()
          .read(numbers.clear().limit(count * Long.BYTES), numbersAt + (long) from * Long.BYTES);
      numbers.flip();
      for (int i = 0; i < count; i++) {
        long number = numbers.getLong();
        if (number < 0 || number >= lengthBytes >>> PAGE_SHIFT) {
          throw new BrokenFramesException(
              "frame " + frame.sequence() + " has page " + number + " past the store's end",
              Extent.ALL);
        }
        target.page(
            Math.toIntExact(number), frames.file(), firstPage + (long) (from + i) * PAGE_BYTES);
      }
    }
  }

  /**
   * The length of a store from frame to frame. An interrupted checkpoint may have made the file
   * longer than an early frame knew it.
   */
  private static final class Growth {
    private final long baseBytes;
    private long known;
    private long pages;

    Growth(long baseBytes) {
      this.baseBytes = baseBytes;
      known = baseBytes;
    }

    /** The length after a frame with so many pages. */
    long to(long lengthBytes, int framePages) throws BrokenFramesException {
      pages += framePages;
      if (lengthBytes < 0 || lengthBytes - baseBytes > (pages + SLACK_PAGES) << GROWTH_SHIFT) {
        throw new BrokenFramesException(
            "grows the store from %,d bytes to %,d".formatted(baseBytes, lengthBytes), Extent.ALL);
      }
      known = Math.max(known, lengthBytes);
      return known;
    }
  }

  /** Appends one frame with the given pages; when this fails the log ends where it ended. */
  void append(BitSet pages, Slices source, Commit commit) throws IOException {
    frames.append(body -> fill(body, pages, source, commit));
    commits(commit.epoch());
    frames.allocateAhead();
  }

  /**
   * What a frame says beside its pages.
   *
   * @param epoch that a checkpoint after this commit gives the store file; 0 when none follows
   */
  record Commit(long lengthBytes, long epoch) {}

  private static void fill(FrameBody body, BitSet pages, Slices source, Commit commit)
      throws IOException {
    body.putLong(commit.lengthBytes()).putLong(commit.epoch());
    body.putInt(pages.cardinality()).putInt(0);
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
    readEpochs();
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
      readEpochs();
    }
  }

  void dropUnforced() throws IOException {
    frames.dropUnforced();
    readEpochs();
  }

  void dropTail() throws IOException {
    frames.dropTail();
  }

  void writeUnforcedAgain() throws IOException {
    frames.writeUnforcedAgain();
  }
}
