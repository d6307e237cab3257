package dev.kvsql.file;

/** The caches that every test of a file runs with. */
enum CacheSize {
  LARGE(1 << 20, false),
  TWO_CHUNKS(2 * 4096, false),
  ONE_CHUNK(4096, false),
  OFF(0, false),
  LARGE_READING_AHEAD(1 << 20, true),
  THREE_CHUNKS_READING_AHEAD(3 * 4096, true),
  NOTHING_BUT_READING_AHEAD(0, true);

  private final long bytes;
  private final boolean readingAhead;

  CacheSize(long bytes, boolean readingAhead) {
    this.bytes = bytes;
    this.readingAhead = readingAhead;
  }

  ReadCache cache() {
    return readingAhead ? ReadCache.readingAhead(bytes) : new ReadCache(bytes);
  }
}
