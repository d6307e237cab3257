package dev.kvsql.disk;

import static dev.kvsql.disk.TestFrames.HEAD;
import static dev.kvsql.disk.TestFrames.append;
import static dev.kvsql.disk.TestFrames.body;
import static dev.kvsql.disk.TestFrames.found;
import static dev.kvsql.disk.TestFrames.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that were taken back never come back, whatever is written in their place. */
final class FrameStaleTest {
  private static final FrameHead NEXT = new FrameHead(HEAD.magic(), 2, 5, 99, 0);

  @TempDir private Path dir = Path.of("");

  private Path path() {
    return dir.resolve("frames");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 5000, 3 << 20})
  void aFrameThatWasTakenBackIsGone(int bytes) throws Exception {
    byte[] kept = body(100, 1);
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, kept);
      frames.force();
      append(frames, body(bytes, 2));
      frames.takeBack();

      assertThat(frames.hasUnforced()).isFalse();
      assertThat(frames.end()).isEqualTo(8192);
      assertThat(read(frames)).containsExactly(kept);
    }
    assertThat(read(path())).containsExactly(kept);

    try (DiskFile file = TestFrames.open(path())) {
      append(found(file), body(bytes, 3));
    }
    assertThat(read(path())).containsExactly(kept, body(bytes, 3));
  }

  @Test
  void aFirstFrameThatWasTakenBackIsGone() throws Exception {
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, body(100, 1));
      frames.takeBack();
      assertThat(frames.frameBytes()).isZero();
    }

    assertThat(read(path())).isEmpty();
  }

  /** The frame behind follows the new one as it did the old, were it still there. */
  @Test
  void aFrameThatWasDroppedDoesNotFollowAnEqualOneInItsPlace() throws Exception {
    byte[] kept = body(100, 1);
    byte[] again = body(200, 2);
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, kept);
      frames.force();
      append(frames, again);
      append(frames, body(200, 3));
      frames.allocateAhead();
      frames.dropUnforced();
      assertThat(frames.hasUnforced()).isFalse();
      assertThat(read(path())).containsExactly(kept);

      append(frames, again);
      assertThat(read(frames)).containsExactly(kept, again);
    }

    assertThat(read(path())).containsExactly(kept, again);
  }

  @Test
  void whatWasFoundIsNotDropped() throws Exception {
    TestFrames.make(path(), body(100, 1), body(100, 2));

    try (DiskFile file = TestFrames.open(path())) {
      FrameFile frames = found(file);
      append(frames, body(100, 3));
      frames.dropUnforced();
      assertThat(read(frames)).containsExactly(body(100, 1), body(100, 2));

      // Nobody knows whether these were forced, so a force is still wanted.
      assertThat(frames.hasUnforced()).isTrue();
      frames.force();
      assertThat(frames.hasUnforced()).isFalse();
    }

    assertThat(read(path())).containsExactly(body(100, 1), body(100, 2));
  }

  @Test
  void framesFromBeforeARestartDoNotFollowEqualOnes() throws Exception {
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      for (int i = 1; i <= 3; i++) {
        append(frames, body(100, i));
        frames.force();
      }
      frames.restart(NEXT, 1 << 20);
      assertThat(frames.head()).isEqualTo(NEXT);
      assertThat(frames.frameBytes()).isZero();
      assertThat(frames.hasUnforced()).isFalse();
      assertThat(file.size()).isEqualTo(3 * 4096 + 144);
      assertThat(read(path())).isEmpty();

      Frame first = append(frames, body(100, 1));
      assertThat(first.sequence()).isEqualTo(1);
      assertThat(first.forced()).isZero();
    }

    assertThat(read(path())).containsExactly(body(100, 1));
  }

  @Test
  void aRestartKeepsSoManyBytes() throws Exception {
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, body(3 << 20, 1));
      frames.restart(NEXT, 1 << 20);
      assertThat(file.size()).isEqualTo(1 << 20);

      append(frames, body(10, 2));
      frames.allocateAhead();
      assertThat(file.size()).isEqualTo(1 << 20);
      frames.dropTail();
      assertThat(file.size()).isEqualTo(2 * 4096);
    }

    assertThat(read(path())).containsExactly(body(10, 2));
  }
}
