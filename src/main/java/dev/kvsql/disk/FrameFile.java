package dev.kvsql.disk;

import dev.kvsql.disk.BrokenFramesException.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of checksummed frames: a {@link FrameHead} in the first block of 4096 bytes, then {@link
 * Frame}s. The head is durable before there is a frame. A frame counts when its checksums hold, it
 * has the head's epoch, and it follows the frame before by sequence number and checksum; nothing
 * after the first that does not count is ever read.
 *
 * <p>Whatever a crash does to frames that were not forced yet, the ones before are read back. When
 * one that was forced does not count, that is damage, and shows by a later frame that knows so.
 *
 * <p>For one thread at a time.
 */
public final class FrameFile {
  /** Frames start at multiples of this. */
  public static final int BLOCK_BYTES = 4096;

  /** Where the mark is in the head's block: in a sector of its own. */
  private static final int MARK_OFFSET = 512;

  private static final byte[] ZEROS = new byte[BLOCK_BYTES];
  private static final int BUFFER_BYTES = 1 << 20;
  private static final long MAX_AHEAD_BYTES = 1L << 20;
  private static final long MIN_AHEAD_BYTES = 1L << 16;

  private final DiskFile file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private FrameHead head;
  private @Nullable Frame last;
  private @Nullable Frame beforeLast;

  /** The last frame that {@link #dropUnforced} leaves. */
  private @Nullable Frame kept;

  private long forced;

  /** Frames since the last force, or of which that is not known. */
  private final Deque<Frame> unforced = new ArrayDeque<>();

  private long allocated;

  private FrameFile(DiskFile file, FrameHead head) throws IOException {
    this.file = file;
    this.head = head;
    allocated = file.size();
  }

  /** Starts a file; its head is durable when the call returns. */
  public static FrameFile create(DiskFile file, FrameHead head) throws IOException {
    FrameFile frames = new FrameFile(file, head);
    frames.writeHead();
    return frames;
  }

  /**
   * Opens a file before its first frame.
   *
   * @return nothing when the file was being created and never held a frame
   * @throws BrokenFramesException when it holds something else, or its head is damaged
   */
  public static Optional<FrameFile> open(DiskFile file, long magic) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    int bytes = file.read(block, 0);
    Optional<FrameHead> head = FrameHead.decode(block.rewind());
    if (head.isPresent()) {
      if (head.get().magic() != magic) {
        throw new BrokenFramesException("is of another kind or version", Extent.ALL);
      }
      return Optional.of(new FrameFile(file, head.get()));
    }
    boolean creating = file.size() <= BLOCK_BYTES && mayBeUnfinished(block, bytes, magic);
    if (!creating) {
      boolean ours = bytes >= Long.BYTES && block.getLong(0) == magic;
      throw new BrokenFramesException(
          ours ? "its head is damaged" : "is of another kind", Extent.ALL);
    }
    return Optional.empty();
  }

  private static boolean mayBeUnfinished(ByteBuffer block, int bytes, long magic) {
    byte[] kind = ByteBuffer.allocate(Long.BYTES).putLong(magic).array();
    boolean zeros = true;
    boolean cut = bytes < FrameHead.BYTES;
    for (int at = 0; at < bytes; at++) {
      zeros &= block.get(at) == 0;
      cut &= at >= kind.length || block.get(at) == kind[at];
    }
    return zeros || cut;
  }

  public FrameHead head() {
    return head;
  }

  /**
   * Writes a number into the head's block, durable with the next {@link #force}; it is zero again
   * when the file starts over.
   */
  public void mark(long number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(number);
    file.write(bytes.putInt(checksum(number)).flip(), MARK_OFFSET);
  }

  /** The number that was written last; zero when there is none, or not a whole one. */
  public long mark() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
    file.read(bytes, MARK_OFFSET);
    long number = bytes.flip().remaining() < bytes.capacity() ? 0 : bytes.getLong();
    return number != 0 && bytes.getInt() == checksum(number) ? number : 0;
  }

  private static int checksum(long number) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return (int) crc.getValue();
  }

  /** Where the frames that count end, in bytes from the file's start. */
  public long end() {
    return last == null ? BLOCK_BYTES : last.end();
  }

  /** Bytes of the frames that count. */
  public long frameBytes() {
    return end() - BLOCK_BYTES;
  }

  /** The file itself, to read bodies from; not to be closed. */
  public DiskFile file() {
    return file;
  }

  /**
   * Goes on to the last frame that counts; new ones are appended after it.
   *
   * @throws BrokenFramesException when one that was durable does not count
   */
  public void skipToEnd() throws IOException {
    skipToDamage();
    requireNothingLost();
  }

  /** Goes on to the last frame that counts, also when one behind it was durable. */
  public void skipToDamage() throws IOException {
    Optional<Frame> next = next();
    while (next.isPresent()) {
      take(next.get());
      next = next();
    }
  }

  private Optional<Frame> next() throws IOException {
    Optional<Frame> found = header(end()).filter(this::follows);
    return found.isPresent() && holds(found.get()) ? found : Optional.empty();
  }

  private void take(Frame frame) {
    last = frame;
    kept = frame;
    unforced.addLast(frame);
    forced = Math.max(forced, frame.forced());
    while (!unforced.isEmpty() && unforced.getFirst().sequence() <= forced) {
      unforced.removeFirst();
    }
  }

  private Optional<Frame> header(long offset) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    boolean whole = file.read(header, offset) == Frame.HEADER_BYTES;
    return whole ? Frame.decode(header.flip(), offset) : Optional.empty();
  }

  private boolean follows(Frame frame) {
    return frame.epoch() == head.epoch()
        && frame.sequence() == sequence() + 1
        && frame.previous() == chain();
  }

  private boolean holds(Frame frame) throws IOException {
    if (frame.bodyBytes() < 0 || frame.bodyBytes() > file.size() - frame.bodyOffset()) {
      return false;
    }
    CRC32C crc = new CRC32C();
    long end = frame.bodyOffset() + frame.bodyBytes();
    for (long at = frame.bodyOffset(); at < end; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      if (file.read(buffer, at) < buffer.limit()) {
        return false;
      }
      crc.update(buffer.flip());
    }
    return (int) crc.getValue() == frame.bodyChecksum();
  }

  /** Looks through what is behind the last frame for one that knows of a later one. */
  private void requireNothingLost() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    long size = file.size();
    for (long from = end(); from < size; from += BUFFER_BYTES) {
      buffer.clear();
      int bytes = file.read(buffer, from);
      for (int at = 0; at + Frame.HEADER_BYTES <= bytes; at += BLOCK_BYTES) {
        if (buffer.getLong(at) == head.epoch()) {
          header.clear().put(0, buffer, at, Frame.HEADER_BYTES);
          Optional<Frame> later = Frame.decode(header, from + at);
          if (later.isPresent() && later.get().forced() > sequence()) {
            throw new BrokenFramesException(
                "frame "
                    + (sequence() + 1)
                    + " at byte "
                    + end()
                    + " is damaged: it was durable when frame "
                    + later.get().sequence()
                    + " at byte "
                    + later.get().offset()
                    + " was written",
                Extent.FROM_A_FRAME_ON);
          }
        }
      }
    }
  }

  /** Takes frames. */
  public interface Visitor {
    void visit(Frame frame) throws IOException;
  }

  /** Shows every frame up to the last that was found or appended, in order. */
  public void forEach(Visitor visitor) throws IOException {
    for (long at = BLOCK_BYTES; at < end(); ) {
      Frame frame =
          header(at)
              .orElseThrow(
                  () -> new BrokenFramesException("changed while it was open", Extent.ALL));
      visitor.visit(frame);
      at = frame.end();
    }
  }

  /** Fills a body. */
  public interface Body {
    void fill(FrameBody body) throws IOException;
  }

  /**
   * Appends a frame, which is durable after {@link #force}. When this fails the frames that count
   * are the ones before.
   */
  public Frame append(Body content) throws IOException {
    long offset = end();
    FrameBody body = new FrameBody(file, buffer.clear(), offset);
    content.fill(body);
    Frame frame =
        new Frame(
            offset, head.epoch(), sequence() + 1, forced, body.bytes(), chain(), body.checksum());
    body.finish(frame.encode());
    beforeLast = last;
    last = frame;
    unforced.addLast(frame);
    return frame;
  }

  /**
   * Writes zeros behind the last frame, so that the next ones change no length: a force is then
   * about twice as fast. A full disk may refuse; then they go without.
   */
  public void allocateAhead() {
    if (end() <= allocated) {
      return;
    }
    long ahead = Math.clamp(end(), MIN_AHEAD_BYTES, MAX_AHEAD_BYTES);
    buffer.clear();
    while (buffer.position() < ahead) {
      buffer.put(ZEROS);
    }
    try {
      file.write(buffer.flip(), end());
      allocated = end() + ahead;
    } catch (IOException e) {
      allocated = end();
    }
  }

  /** Makes every frame durable. */
  public void force() throws IOException {
    file.force();
    unforced.clear();
    forced = sequence();
    kept = last;
  }

  /** Whether there are frames since the last force. */
  public boolean hasUnforced() {
    return !unforced.isEmpty();
  }

  /** Takes back the frame that was appended last. */
  public void takeBack() throws IOException {
    unforced.pollLast();
    last = beforeLast;
    dropTail();
  }

  /**
   * Takes back every frame that was appended since the last force, and frees their room; those that
   * were found when the file was opened stay.
   */
  public void dropUnforced() throws IOException {
    last = kept;
    unforced.removeIf(frame -> frame.sequence() > sequence());
    dropTail();
  }

  /** Cuts off whatever stands behind the last frame. */
  public void dropTail() throws IOException {
    if (file.size() > end()) {
      file.truncate(end());
    }
    allocated = end();
  }

  /**
   * Writes the frames again that may never have reached the disk: after a force that failed, or a
   * process that was killed, the system shows them, and a later force need not write them.
   */
  public void writeUnforcedAgain() throws IOException {
    if (unforced.isEmpty()) {
      return;
    }
    for (long at = unforced.getFirst().offset(); at < end(); at += BUFFER_BYTES) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, end() - at));
      file.read(buffer, at);
      file.write(buffer.flip(), at);
    }
  }

  /** Starts over with another head: no frame counts any more, durably. */
  public void restart(FrameHead with, long keptBytes) throws IOException {
    head = with;
    last = null;
    kept = null;
    unforced.clear();
    forced = 0;
    writeHead();
    if (file.size() > keptBytes) {
      file.truncate(keptBytes);
    }
    allocated = file.size();
  }

  private void writeHead() throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).put(head.encode()).clear();
    file.write(block, 0);
    file.force();
  }

  /** How many frames count. */
  public long sequence() {
    return last == null ? 0 : last.sequence();
  }

  private int chain() {
    return last == null ? head.checksum() : last.checksum();
  }

  /** The first multiple of the block size that is not below an offset. */
  static long blockEnd(long offset) {
    return (offset + BLOCK_BYTES - 1) & -BLOCK_BYTES;
  }
}
