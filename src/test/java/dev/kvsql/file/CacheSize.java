package dev.kvsql.file;

/** The caches that every test of a file runs with. */
enum CacheSize {
  LARGE(1 << 20),
  TWO_CHUNKS(2 * 4096),
  ONE_CHUNK(4096),
  OFF(0);

  private final long bytes;

  CacheSize(long bytes) {
    this.bytes = bytes;
  }

  ReadCache cache() {
    return new ReadCache(bytes);
  }
}
