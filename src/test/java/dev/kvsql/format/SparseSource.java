package dev.kvsql.format;

/** Some bytes at the start of a file that goes on with zeros, and a count of what was read. */
final class SparseSource implements ByteSource {
  private final ByteSource start;
  private final long sizeBytes;
  private long reads;
  private long bytesRead;

  SparseSource(byte[] start, long sizeBytes) {
    this.start = ByteSource.of(start);
    this.sizeBytes = sizeBytes;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void read(long offset, byte[] into) {
    reads++;
    bytesRead += into.length;
    start.read(offset, into);
  }

  long reads() {
    return reads;
  }

  long bytesRead() {
    return bytesRead;
  }
}
