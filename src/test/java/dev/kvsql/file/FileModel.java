package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/** What a file should hold: a plain byte array. */
final class FileModel {
  private byte[] bytes;

  FileModel(byte[] bytes) {
    this.bytes = bytes;
  }

  FileModel() {
    this(new byte[0]);
  }

  FileModel copy() {
    return new FileModel(bytes.clone());
  }

  int size() {
    return bytes.length;
  }

  void write(int offset, byte[] written) {
    if (offset + written.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, offset + written.length);
    }
    System.arraycopy(written, 0, bytes, offset, written.length);
  }

  void truncate(int size) {
    bytes = Arrays.copyOf(bytes, size);
  }

  /** Compares size, every byte, and zeros past the end. */
  void assertEqualTo(ChunkFile file, String when) {
    assertThat(file.sizeBytes()).as("size %s", when).isEqualTo(bytes.length);
    byte[] read = new byte[bytes.length + 9000];
    Arrays.fill(read, (byte) 0x55);
    long within = file.read(0, MemorySegment.ofArray(read));
    assertThat(within).as("bytes read %s", when).isEqualTo(bytes.length);
    int at = Arrays.mismatch(read, Arrays.copyOf(bytes, read.length));
    if (at >= 0) {
      throw new AssertionError(
          "byte %d (chunk %d) of %d reads as %d, expected %d, %s"
              .formatted(at, at / 4096, bytes.length, read[at], at < size() ? bytes[at] : 0, when));
    }
  }

  /** Compares one read, at any offset and of any length. */
  void assertReads(ChunkFile file, int offset, int length, String when) {
    byte[] read = new byte[length];
    Arrays.fill(read, (byte) 0x55);
    long within = file.read(offset, MemorySegment.ofArray(read));
    assertThat(within).as("%s", when).isEqualTo(Math.clamp((long) size() - offset, 0, length));
    byte[] expected =
        offset >= size() ? new byte[length] : Arrays.copyOfRange(bytes, offset, offset + length);
    assertThat(Arrays.mismatch(read, expected))
        .as("%d at %d, %s", length, offset, when)
        .isEqualTo(-1);
  }

  /** Bytes none of which is zero, so that none passes for a hole. */
  static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(255));
    }
    return bytes;
  }
}
