package dev.kvsql.sqlite;

/**
 * Room on a thread's stack, found out before the driver is called. When the stack ends in SQLite's
 * upcall to a method of ours, before that method can catch anything, the JVM ends; when it ends
 * here, whoever called finds a {@link StackOverflowError}, as with any other Java method.
 *
 * <p>The JVM itself keeps room for native code behind each Java method that it enters; this is what
 * SQLite, the upcall and the store take beyond that. 18 KiB were enough for reading, writing,
 * schema changes, VACUUM and deep expressions.
 */
final class StackRoom {
  /** Frames of {@link #descend}, each of 1.1 KiB, compiled or not. */
  private static final int FRAMES = 16;

  private StackRoom() {}

  /**
   * Requires 18 KiB; takes a sixth of a microsecond.
   *
   * @throws StackOverflowError when there is less
   */
  static void require() {
    descend(FRAMES);
  }

  /** Requires half of that: who could open something on this stack can close it. */
  static void requireToClose() {
    descend(FRAMES / 2);
  }

  private static void descend(int frames) {
    descend(
        frames, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0);
  }

  /**
   * The arguments make the frame large. Frames without any are so small, above all when compiled,
   * that it takes more than a microsecond to walk as far.
   */
  @SuppressWarnings("unused")
  private static void descend(
      int frames,
      long a1,
      long a2,
      long a3,
      long a4,
      long a5,
      long a6,
      long a7,
      long a8,
      long b1,
      long b2,
      long b3,
      long b4,
      long b5,
      long b6,
      long b7,
      long b8,
      long c1,
      long c2,
      long c3,
      long c4,
      long c5,
      long c6,
      long c7,
      long c8,
      long d1,
      long d2,
      long d3,
      long d4,
      long d5,
      long d6,
      long d7,
      long d8,
      long e1,
      long e2,
      long e3,
      long e4,
      long e5,
      long e6,
      long e7,
      long e8,
      long f1,
      long f2,
      long f3,
      long f4,
      long f5,
      long f6,
      long f7,
      long f8,
      long g1,
      long g2,
      long g3,
      long g4,
      long g5,
      long g6,
      long g7,
      long g8,
      long h1,
      long h2,
      long h3,
      long h4,
      long h5,
      long h6,
      long h7,
      long h8) {
    if (frames > 0) {
      int left = frames - 1;
      descend(
          left, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          0, 0, 0, 0, 0, 0);
    }
  }
}
