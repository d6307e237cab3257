package dev.kvsql.disk;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a frame starts with: 44 bytes, all numbers big-endian, followed by the body. A frame starts
 * at a multiple of 4096 bytes; what lies between a body's end and the next frame has no meaning.
 *
 * <pre>
 *  0  u64 epoch: that of the file's head
 *  8  u64 sequence: 1 for the first frame, then one more each
 * 16  u64 forced: frames up to this sequence number were durable when this one was written
 * 24  u64 bytes of the body
 * 32  u32 CRC32C of the 44 bytes in front of the body of the frame before (of the head's 36, for
 *     the first frame), as that frame (the head) has it
 * 36  u32 CRC32C of the body
 * 40  u32 CRC32C of the 40 bytes before
 * </pre>
 *
 * @param offset where the frame starts in its file, in bytes
 */
public record Frame(
    long offset,
    long epoch,
    long sequence,
    long forced,
    long bodyBytes,
    int previous,
    int bodyChecksum) {
  static final int HEADER_BYTES = 44;

  /** Where the body starts in its file, in bytes. */
  public long bodyOffset() {
    return offset + HEADER_BYTES;
  }

  /** Where the next frame starts. */
  long end() {
    return FrameFile.blockEnd(bodyOffset() + bodyBytes);
  }

  /** What the next frame has as its {@code previous}. */
  int checksum() {
    return encode().getInt(HEADER_BYTES - Integer.BYTES);
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
    bytes.putLong(epoch).putLong(sequence).putLong(forced).putLong(bodyBytes);
    bytes.putInt(previous).putInt(bodyChecksum);
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, bytes.position());
    return bytes.putInt((int) crc.getValue()).flip();
  }

  /** Decodes what {@link #encode} gave; nothing when the checksum does not hold. */
  static Optional<Frame> decode(ByteBuffer from, long offset) {
    Frame frame =
        new Frame(
            offset,
            from.getLong(),
            from.getLong(),
            from.getLong(),
            from.getLong(),
            from.getInt(),
            from.getInt());
    return from.getInt() == frame.checksum() ? Optional.of(frame) : Optional.empty();
  }
}
