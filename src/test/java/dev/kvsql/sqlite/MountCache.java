package dev.kvsql.sqlite;

/** The read caches that SQL is run with. */
enum MountCache {
  DEFAULT(MountOptions.DEFAULT_CACHE_BYTES),
  EIGHT_CHUNKS(8 * 4096),
  TWO_CHUNKS(2 * 4096),
  OFF(0);

  private final long bytes;

  MountCache(long bytes) {
    this.bytes = bytes;
  }

  MountOptions options() {
    return new MountOptions(bytes, MountOptions.Use.READ_WRITE);
  }

  /** Each in turn. */
  static MountCache turn(int number) {
    return values()[number % values().length];
  }
}
