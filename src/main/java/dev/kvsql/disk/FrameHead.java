package dev.kvsql.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a file of frames starts with: 40 bytes in its first block, all numbers big-endian.
 *
 * <pre>
 *  0  u64 magic: what the frames are for
 *  8  u64 owner: the store that they belong to
 * 16  u64 base: the state of the store that they build on, 0 when it has none
 * 24  u64 epoch: random, in every frame as well; frames of another epoch do not count
 * 32  u32 witness: CRC32C of what the frames build on, as their user defines
 * 36  u32 CRC32C of the 36 bytes before
 * </pre>
 */
public record FrameHead(long magic, long owner, long base, long epoch, int witness) {
  static final int BYTES = 40;

  /** The head of a file of frames of any kind; nothing when there is none, or a damaged one. */
  public static Optional<FrameHead> read(DiskFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    file.read(bytes, 0);
    return decode(bytes.rewind());
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(magic).putLong(owner).putLong(base).putLong(epoch).putInt(witness);
    return bytes.putInt(checksum(bytes.array())).flip();
  }

  /** Where the frames' chain of checksums starts. */
  int checksum() {
    return checksum(encode().array());
  }

  /** Decodes what {@link #encode} gave; nothing when the checksum does not hold. */
  static Optional<FrameHead> decode(ByteBuffer from) {
    FrameHead head =
        new FrameHead(
            from.getLong(), from.getLong(), from.getLong(), from.getLong(), from.getInt());
    return from.getInt() == head.checksum() ? Optional.of(head) : Optional.empty();
  }

  private static int checksum(byte[] head) {
    CRC32C crc = new CRC32C();
    crc.update(head, 0, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}
