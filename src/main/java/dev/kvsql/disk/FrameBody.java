package dev.kvsql.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The body of a frame that is being written: numbers are big-endian. */
public final class FrameBody {
  private static final byte[] ZEROS = new byte[FrameFile.BLOCK_BYTES];

  private final DiskFile file;
  private final ByteBuffer buffer;
  private final CRC32C crc = new CRC32C();
  private final long frame;
  private long flushed;

  /**
   * @param buffer empty, of at least some blocks
   * @param frame where the frame starts in the file
   */
  FrameBody(DiskFile file, ByteBuffer buffer, long frame) {
    this.file = file;
    this.buffer = buffer;
    this.frame = frame;
    buffer.position(Frame.HEADER_BYTES);
  }

  public FrameBody putLong(long value) throws IOException {
    room(Long.BYTES);
    buffer.putLong(value);
    return this;
  }

  public FrameBody putInt(int value) throws IOException {
    room(Integer.BYTES);
    buffer.putInt(value);
    return this;
  }

  public FrameBody put(byte[] bytes) throws IOException {
    return put(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  /** Appends bytes of another buffer, which stays as it is. */
  public FrameBody put(ByteBuffer from, int index, int count) throws IOException {
    int done = 0;
    while (done < count) {
      room(1);
      int part = Math.min(buffer.remaining(), count - done);
      buffer.put(buffer.position(), from, index + done, part);
      buffer.position(buffer.position() + part);
      done += part;
    }
    return this;
  }

  /** Appends zeros until the next byte starts a block of the file. */
  public FrameBody fillBlock() throws IOException {
    long at = frame + flushed + buffer.position();
    return put(ByteBuffer.wrap(ZEROS), 0, (int) (FrameFile.blockEnd(at) - at));
  }

  /** Bytes of the body so far. */
  long bytes() {
    return flushed + buffer.position() - Frame.HEADER_BYTES;
  }

  int checksum() {
    crc.update(buffer.duplicate().flip().position(bodyStart()));
    return (int) crc.getValue();
  }

  /** Writes what is left, and the header: with a body that fits the buffer, in one go. */
  void finish(ByteBuffer header) throws IOException {
    if (flushed == 0) {
      buffer.put(0, header, 0, Frame.HEADER_BYTES);
      file.write(buffer.flip(), frame);
    } else {
      file.write(buffer.flip(), frame + flushed);
      file.write(header, frame);
    }
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.flip().position(bodyStart());
      crc.update(buffer.duplicate());
      int end = buffer.limit();
      file.write(buffer, frame + flushed + buffer.position());
      flushed += end;
      buffer.clear();
    }
  }

  private int bodyStart() {
    return flushed == 0 ? Frame.HEADER_BYTES : 0;
  }
}
