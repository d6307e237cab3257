package dev.kvsql.chunk.mapdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * The redo log beside a store file: whole pages of committed batches, one checksummed frame a
 * commit. A frame counts only when it is whole, its checksum holds and its sequence number follows
 * the one before; replay ends at the first that does not.
 *
 * <pre>
 * log    magic "kvsqlRL1" (8 bytes), frames
 * frame  u64 sequence number, u64 store length in bytes, u32 pages, u32 CRC32C, pages
 * page   u64 page number, 4096 bytes
 * </pre>
 *
 * All numbers are big-endian; the checksum covers the frame's first 20 bytes and its pages.
 */
final class RedoLog {
  static final int PAGE_SHIFT = 12;
  static final int PAGE_BYTES = 1 << PAGE_SHIFT;

  private static final long MAGIC = 0x6b7673716c524c31L;
  private static final int MAGIC_BYTES = 8;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 8 + PAGE_BYTES;
  private static final int BUFFER_RECORDS = 256;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_RECORDS * RECORD_BYTES);
  private long end = MAGIC_BYTES;
  private long lastFrame = MAGIC_BYTES;
  private long sequence;

  /** The frames up to here were forced, or were there when the log was opened. */
  private long keptEnd = MAGIC_BYTES;

  private long keptSequence;

  /** Where a replayed page goes. */
  interface PageTarget {
    /** Takes a page; {@code page} holds 4096 bytes. */
    void page(long pageNumber, ByteBuffer page) throws IOException;

    /** The length of the store after a frame, and how many pages it has, told before them. */
    void length(long lengthBytes, int pages) throws IOException;
  }

  private record FrameHeader(long sequence, long storeLength, int pages, int checksum) {
    static FrameHeader read(ByteBuffer from) {
      return new FrameHeader(from.getLong(), from.getLong(), from.getInt(), from.getInt());
    }

    long bodyBytes() {
      return (long) pages * RECORD_BYTES;
    }

    ByteBuffer encode() {
      return ByteBuffer.allocate(FRAME_HEADER_BYTES)
          .order(ByteOrder.BIG_ENDIAN)
          .putLong(sequence)
          .putLong(storeLength)
          .putInt(pages)
          .putInt(checksum)
          .flip();
    }

    CRC32C startChecksum() {
      CRC32C crc = new CRC32C();
      crc.update(encode().limit(FRAME_HEADER_BYTES - Integer.BYTES));
      return crc;
    }
  }

  RedoLog(FileChannel file) {
    this.file = file;
  }

  /** Whether this file starts as a redo log does; an empty file is one that was never written. */
  boolean isLog() throws IOException {
    ByteBuffer magic = ByteBuffer.allocate(MAGIC_BYTES);
    return file.size() == 0 || (read(magic, 0) && magic.flip().getLong() == MAGIC);
  }

  /** Bytes of frames in the log. */
  long frameBytes() {
    return end - MAGIC_BYTES;
  }

  /** Hands the pages of every whole frame to a target, in order; the log goes on after them. */
  void replay(PageTarget target) throws IOException {
    end = MAGIC_BYTES;
    boolean first = true;
    ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER_BYTES);
    while (read(header.clear(), end)) {
      FrameHeader frame = FrameHeader.read(header.flip());
      if (!(first || frame.sequence() == sequence) || !isWhole(frame)) {
        return;
      }
      target.length(frame.storeLength(), frame.pages());
      forEachBuffer(frame, () -> handOver(target));
      end += FRAME_HEADER_BYTES + frame.bodyBytes();
      sequence = frame.sequence() + 1;
      first = false;
    }
  }

  /**
   * Appends one frame with the given pages. When this fails the log ends where it ended before.
   *
   * @param pages the numbers of the pages
   * @param source the memory that holds them
   */
  void append(BitSet pages, Slices source, long storeLength) throws IOException {
    if (end == MAGIC_BYTES) {
      write(ByteBuffer.allocate(MAGIC_BYTES).putLong(MAGIC).flip(), 0);
    }
    FrameHeader draft = new FrameHeader(sequence, storeLength, pages.cardinality(), 0);
    CRC32C crc = draft.startChecksum();
    long position = end + FRAME_HEADER_BYTES;
    buffer.clear();
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      long offset = (long) page << PAGE_SHIFT;
      buffer.putLong(page);
      buffer.put(buffer.position(), source.at(offset), Slices.within(offset), PAGE_BYTES);
      buffer.position(buffer.position() + PAGE_BYTES);
      if (!buffer.hasRemaining()) {
        position = flush(position, crc);
      }
    }
    position = flush(position, crc);
    FrameHeader frame =
        new FrameHeader(draft.sequence(), storeLength, draft.pages(), (int) crc.getValue());
    write(frame.encode(), end);
    lastFrame = end;
    end = position;
    sequence++;
  }

  /** Takes the frame back that was appended last; {@link #dropTail} cuts it off. */
  void takeBack() {
    end = lastFrame;
    sequence--;
  }

  /** Cuts off whatever stands behind the last whole frame. */
  void dropTail() throws IOException {
    if (file.size() > end) {
      file.truncate(end);
    }
  }

  void force() throws IOException {
    file.force(false);
    keep();
  }

  /** Whether there are frames since the last force. */
  boolean hasUnforced() {
    return end > keptEnd;
  }

  /** Takes note that what is in the log now stays, whatever {@link #dropUnforced} takes back. */
  void keep() {
    keptEnd = end;
    keptSequence = sequence;
  }

  /** Takes back every frame since the last force, and frees their room. */
  void dropUnforced() throws IOException {
    end = keptEnd;
    sequence = keptSequence;
    dropTail();
  }

  /** Empties the log, durably: its pages are in the store file now. */
  void clear() throws IOException {
    file.truncate(MAGIC_BYTES);
    end = MAGIC_BYTES;
    force();
  }

  private long flush(long position, CRC32C crc) throws IOException {
    buffer.flip();
    crc.update(buffer.duplicate());
    int bytes = buffer.remaining();
    write(buffer, position);
    buffer.clear();
    return position + bytes;
  }

  private boolean isWhole(FrameHeader frame) throws IOException {
    if (frame.pages() < 0 || frame.bodyBytes() > file.size() - end - FRAME_HEADER_BYTES) {
      return false;
    }
    CRC32C crc = frame.startChecksum();
    forEachBuffer(frame, () -> crc.update(buffer.duplicate()));
    return (int) crc.getValue() == frame.checksum();
  }

  private interface BufferStep {
    void run() throws IOException;
  }

  private void forEachBuffer(FrameHeader frame, BufferStep step) throws IOException {
    long position = end + FRAME_HEADER_BYTES;
    long left = frame.bodyBytes();
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      if (!read(buffer, position)) {
        throw new IOException("the redo log shrank while it was read");
      }
      buffer.flip();
      position += buffer.remaining();
      left -= buffer.remaining();
      step.run();
    }
  }

  private void handOver(PageTarget target) throws IOException {
    while (buffer.hasRemaining()) {
      long number = buffer.getLong();
      target.page(number, buffer.slice(buffer.position(), PAGE_BYTES));
      buffer.position(buffer.position() + PAGE_BYTES);
    }
  }

  /** Fills a buffer; false when the file ends before. */
  private boolean read(ByteBuffer into, long from) throws IOException {
    long position = from;
    while (into.hasRemaining()) {
      int count = file.read(into, position);
      if (count < 0) {
        return false;
      }
      position += count;
    }
    return true;
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
  }
}
