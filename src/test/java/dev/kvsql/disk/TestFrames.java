package dev.kvsql.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Files of frames for tests, whose bodies are bytes that a number stands for. */
final class TestFrames {
  static final FrameHead HEAD = new FrameHead(0x6b7673716c546531L, 2, 3, 0x0102030405060708L, 4);

  private TestFrames() {}

  /** Makes a file with a frame for each body, forced. */
  static void make(Path path, byte[]... bodies) throws IOException {
    try (DiskFile file = create(path)) {
      FrameFile frames = FrameFile.create(file, HEAD);
      for (byte[] body : bodies) {
        append(frames, body);
      }
      frames.force();
    }
  }

  static DiskFile create(Path path) throws IOException {
    return LocalDisk.shared().open(path, Disk.Opening.CREATE);
  }

  static DiskFile open(Path path) throws IOException {
    return LocalDisk.shared().open(path, Disk.Opening.WRITE);
  }

  /** The frames of a file, after its last. */
  static FrameFile found(DiskFile file) throws IOException {
    Optional<FrameFile> frames = FrameFile.open(file, HEAD.magic());
    FrameFile found = frames.orElseThrow();
    found.skipToEnd();
    return found;
  }

  static Frame append(FrameFile frames, byte[] bytes) throws IOException {
    return frames.append(body -> body.put(bytes));
  }

  /** The bodies that a reader of the file finds. */
  static List<byte[]> read(Path path) throws IOException {
    try (DiskFile file = LocalDisk.shared().open(path, Disk.Opening.READ)) {
      return read(found(file));
    }
  }

  static List<byte[]> read(FrameFile frames) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    frames.forEach(frame -> {
      FrameInput in = new FrameInput(frames.file(), frame);
      bodies.add(in.getBytes(in.remaining()));
    });
    return bodies;
  }

  /** Bytes that differ with the seed; none of them is zero. */
  static byte[] body(int bytes, long seed) {
    byte[] body = new byte[bytes];
    Random random = new Random(seed);
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) (1 + random.nextInt(255));
    }
    return body;
  }

  /** Overwrites bytes of a file. */
  static void poke(Path path, long offset, byte... bytes) throws IOException {
    try (DiskFile file = open(path)) {
      file.write(ByteBuffer.wrap(bytes), offset);
    }
  }
}
