package dev.kvsql.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of a frame that is being read, from its start on: numbers are big-endian. Whatever the
 * bytes say, nothing behind the body is read and no more than the body is allocated.
 */
public final class FrameInput {
  private static final int BUFFER_BYTES = 1 << 16;

  private final DiskFile file;
  private final Frame frame;
  private final ByteBuffer buffer;

  /** Where the bytes behind the buffer are in the file. */
  private long next;

  /**
   * Starts at the first byte of a body.
   *
   * @param frame one that counts in this file
   */
  public FrameInput(DiskFile file, Frame frame) {
    this.file = file;
    this.frame = frame;
    buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, frame.bodyBytes())).limit(0);
    next = frame.bodyOffset();
  }

  /** How many bytes of the body were not read yet. */
  public long remaining() {
    return behindBuffer() + buffer.remaining();
  }

  /**
   * The next 8 bytes as a number.
   *
   * @throws BrokenFramesException when the body has no 8 bytes more
   */
  public long getLong() throws IOException {
    buffered(Long.BYTES);
    return buffer.getLong();
  }

  /**
   * The next 4 bytes as a number.
   *
   * @throws BrokenFramesException when the body has no 4 bytes more
   */
  public int getInt() throws IOException {
    buffered(Integer.BYTES);
    return buffer.getInt();
  }

  /**
   * The next bytes.
   *
   * @throws BrokenFramesException when the body has not that many, or no array can
   */
  public byte[] getBytes(long count) throws IOException {
    require(count);
    if (count > Integer.MAX_VALUE - Long.BYTES) {
      throw new BrokenFramesException(
          "frame " + frame.sequence() + " has a value of " + count + " bytes, which is too long");
    }
    byte[] bytes = new byte[(int) count];
    int buffered = Math.min(buffer.remaining(), bytes.length);
    buffer.get(bytes, 0, buffered);
    read(ByteBuffer.wrap(bytes, buffered, bytes.length - buffered));
    return bytes;
  }

  /**
   * Leaves out the next bytes.
   *
   * @throws BrokenFramesException when the body has not that many
   */
  public void skip(long count) throws IOException {
    require(count);
    int buffered = (int) Math.min(buffer.remaining(), count);
    buffer.position(buffer.position() + buffered);
    next += count - buffered;
  }

  private long behindBuffer() {
    return frame.bodyOffset() + frame.bodyBytes() - next;
  }

  private void require(long count) throws BrokenFramesException {
    if (count > remaining()) {
      throw new BrokenFramesException(
          "frame "
              + frame.sequence()
              + " at byte "
              + frame.offset()
              + ": expected "
              + count
              + " bytes more, found "
              + remaining());
    }
  }

  private void buffered(int count) throws IOException {
    require(count);
    if (buffer.remaining() < count) {
      buffer.compact();
      buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + behindBuffer()));
      read(buffer);
      buffer.flip();
    }
  }

  private void read(ByteBuffer into) throws IOException {
    int wanted = into.remaining();
    if (file.read(into, next) < wanted) {
      throw new BrokenFramesException("changed while it was open");
    }
    next += wanted;
  }
}
