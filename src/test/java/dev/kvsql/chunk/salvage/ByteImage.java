package dev.kvsql.chunk.salvage;

/** A file in memory. */
record ByteImage(byte[] bytes) implements StoreImage {
  @Override
  public long lengthBytes() {
    return bytes.length;
  }

  @Override
  public void read(long offset, byte[] into, int from, int count) {
    for (int i = 0; i < count; i++) {
      long at = offset + i;
      into[from + i] = at < bytes.length ? bytes[(int) at] : 0;
    }
  }
}
