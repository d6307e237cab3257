package dev.kvsql.format;

import java.util.Arrays;

/** A file that lies in one array. */
final class ArrayByteSource implements ByteSource {
  private final byte[] bytes;

  ArrayByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public void read(long offset, byte[] into) {
    int present = 0;
    if (offset >= 0 && offset < bytes.length) {
      present = Math.min(into.length, bytes.length - (int) offset);
      System.arraycopy(bytes, (int) offset, into, 0, present);
    }
    Arrays.fill(into, present, into.length, (byte) 0);
  }
}
