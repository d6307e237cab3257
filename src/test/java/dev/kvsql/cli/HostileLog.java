package dev.kvsql.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** Redo logs that lie: their numbers are wrong, and their checksums right. */
final class HostileLog {
  private static final int BLOCK = 4096;
  private static final int HEADER = 44;
  private static final long[] WILD = {
    -1,
    0,
    1,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    1L << 40,
    1L << 52,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x0000_0001_0000_0000L
  };

  private HostileLog() {}

  /** Where the frames start that a log's head counts. */
  static List<Integer> frames(byte[] log) {
    ByteBuffer bytes = ByteBuffer.wrap(log);
    List<Integer> found = new ArrayList<>();
    long at = BLOCK;
    while (at + HEADER <= log.length && bytes.getLong((int) at) == bytes.getLong(24)) {
      found.add((int) at);
      at = (at + HEADER + bytes.getLong((int) at + 24) + BLOCK - 1) & -BLOCK;
    }
    return found;
  }

  static void swapFrames(byte[] log, Random random) {
    List<Integer> frames = frames(log);
    int one = frames.get(random.nextInt(frames.size()));
    int two = frames.get(random.nextInt(frames.size()));
    for (int i = 0; i < BLOCK; i++) {
      byte kept = log[one + i];
      log[one + i] = log[two + i];
      log[two + i] = kept;
    }
    if (random.nextBoolean()) {
      seal(log);
    }
  }

  /** Sets a number of a frame's header, or of its body's. */
  static void lie(byte[] log, Random random) {
    List<Integer> frames = frames(log);
    int frame = frames.get(random.nextInt(frames.size()));
    long wild =
        random.nextInt(3) == 0 ? random.nextLong(1L << 24) : WILD[random.nextInt(WILD.length)];
    ByteBuffer bytes = ByteBuffer.wrap(log);
    switch (random.nextInt(7)) {
      case 0 -> bytes.putLong(frame + 8, wild);
      case 1 -> bytes.putLong(frame + 16, wild);
      case 2 -> bytes.putLong(frame + 24, wild);
      case 3 -> bytes.putLong(frame + HEADER, wild);
      case 4 -> bytes.putInt(frame + HEADER + 8, (int) wild);
      case 5 -> bytes.putLong(frame + HEADER + 16, wild);
      default -> {
        bytes.putLong(frame + HEADER, WILD[random.nextInt(WILD.length)]);
        bytes.putLong(frame + HEADER + 16, wild);
      }
    }
    seal(log, frames);
  }

  /** Sets bytes of pages that the log has, MapDB's header and index among them. */
  static void damagePages(byte[] log, Random random) {
    List<Integer> frames = frames(log);
    int first = frames.getFirst() + BLOCK;
    int length = log.length - first;
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      int reach = random.nextBoolean() ? Math.min(length, 40_000) : length;
      int at = first + (random.nextInt(reach - 8) & -8);
      if (random.nextBoolean()) {
        log[at + random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
      } else {
        ByteBuffer.wrap(log).putLong(at, WILD[random.nextInt(WILD.length)]);
      }
    }
    seal(log, frames);
  }

  static void seal(byte[] log) {
    seal(log, frames(log));
  }

  /** Makes the checksums of frames right, and their chain. */
  static void seal(byte[] log, List<Integer> frames) {
    ByteBuffer bytes = ByteBuffer.wrap(log);
    int chain = bytes.getInt(36);
    for (int frame : frames) {
      bytes.putInt(frame + 32, chain);
      long body = bytes.getLong(frame + 24);
      if (body >= 0 && body <= log.length - frame - HEADER) {
        bytes.putInt(frame + 36, crc(log, frame + HEADER, (int) body));
      }
      chain = crc(log, frame, 40);
      bytes.putInt(frame + 40, chain);
    }
  }

  private static int crc(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }
}
