package dev.kvsql.disk;

import static dev.kvsql.disk.TestFrames.HEAD;
import static dev.kvsql.disk.TestFrames.append;
import static dev.kvsql.disk.TestFrames.body;
import static dev.kvsql.disk.TestFrames.found;
import static dev.kvsql.disk.TestFrames.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and heads that are torn, flipped, or of something else. */
final class FrameDamageTest {
  private static final int SECTOR = 512;
  private static final byte[] FIRST = body(100, 1);
  private static final byte[] SECOND = body(5000, 2);

  @TempDir private Path dir = Path.of("");

  private Path path() {
    return dir.resolve("frames");
  }

  /** Power fails before the last frame was forced: any of its sectors may be missing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 468, 469, 4052, 10_000})
  void aTornLastFrameDoesNotCount(int bytes) throws Exception {
    TestFrames.make(path(), FIRST, SECOND, body(bytes, 3));
    byte[] whole = Files.readAllBytes(path());
    int last = whole.length - 44 - bytes;

    for (int sector = last; sector < whole.length; sector += SECTOR) {
      byte[] cut = Arrays.copyOf(whole, sector);
      Files.write(path(), cut);
      assertThat(read(path())).as("cut at %d", sector).containsExactly(FIRST, SECOND);

      byte[] torn = whole.clone();
      Arrays.fill(torn, sector, Math.min(sector + SECTOR, torn.length), (byte) 0);
      Files.write(path(), torn);
      assertThat(read(path())).as("without %d", sector).containsExactly(FIRST, SECOND);
    }
  }

  @Test
  void aFrameAppendedAfterATornOneIsTheNext() throws Exception {
    TestFrames.make(path(), FIRST, body(10_000, 3));
    TestFrames.poke(path(), 2 * 4096 + 3 * SECTOR, new byte[SECTOR]);

    try (DiskFile file = TestFrames.open(path())) {
      FrameFile frames = found(file);
      frames.dropTail();
      assertThat(append(frames, SECOND).sequence()).isEqualTo(2);
      assertThat(frames.end()).isEqualTo(4 * 4096);
    }

    assertThat(read(path())).containsExactly(FIRST, SECOND);
  }

  @Test
  void aFrameWithABitFlippedInAnyByteDoesNotCount() throws Exception {
    TestFrames.make(path(), FIRST, body(30, 2));
    byte[] whole = Files.readAllBytes(path());

    for (int at = 2 * 4096; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(path(), flipped);
      assertThat(read(path())).as("byte %d", at).containsExactly(FIRST);
    }
  }

  @Test
  void nothingBehindAFrameThatDoesNotCountIsRead() throws Exception {
    TestFrames.make(path(), FIRST, SECOND, body(10, 3));

    TestFrames.poke(path(), 2 * 4096 + 50, (byte) 0);

    assertThat(read(path())).containsExactly(FIRST);
  }

  @ParameterizedTest
  @CsvSource({
    "epoch, 72623859790382857, 2, 0, 1, 0",
    "sequence, 72623859790382856, 3, 0, 1, 0",
    "previous, 72623859790382856, 2, 0, 1, 1",
    "more than there is, 72623859790382856, 2, 0, 4097, 0",
    "far more, 72623859790382856, 2, 0, 9223372036854775807, 0",
    "less than nothing, 72623859790382856, 2, 0, -1, 0"
  })
  void aFrameThatDoesNotFollowDoesNotCount(
      String what, long epoch, long sequence, long forced, long bytes, int chain) throws Exception {
    TestFrames.make(path(), FIRST, new byte[1]);
    Frame sound = last();
    Frame wrong =
        new Frame(
            sound.offset(),
            epoch,
            sequence,
            forced,
            bytes,
            sound.previous() ^ chain,
            sound.bodyChecksum());

    TestFrames.poke(path(), sound.offset(), wrong.encode().array());

    assertThat(read(path())).as(what).containsExactly(FIRST);
    TestFrames.poke(path(), sound.offset(), sound.encode().array());
    assertThat(read(path())).containsExactly(FIRST, new byte[1]);
  }

  private Frame last() throws Exception {
    Frame[] last = new Frame[1];
    try (DiskFile file = TestFrames.open(path())) {
      found(file).forEach(frame -> last[0] = frame);
    }
    return last[0];
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5000, 3 << 20})
  void aDurableFrameThatIsDamagedIsReported(int bytes) throws Exception {
    long third;
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, FIRST);
      append(frames, body(bytes, 2));
      frames.force();
      third = append(frames, SECOND).offset();
    }
    assertThat(read(path())).hasSize(3);

    TestFrames.poke(path(), 2 * 4096 + 44 + bytes / 2, (byte) 0);

    assertThatThrownBy(() -> read(path()))
        .isInstanceOf(BrokenFramesException.class)
        .hasMessage(
            "frame 2 at byte 8192 is damaged: it was durable when frame 3 at byte "
                + third
                + " was written");
  }

  @Test
  void aDurableFrameThatTheFileLostIsReported() throws Exception {
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      for (int i = 0; i < 4; i++) {
        append(frames, body(10, i));
        frames.force();
      }
    }

    TestFrames.poke(path(), 4096, new byte[2 * 4096]);

    assertThatThrownBy(() -> read(path()))
        .isInstanceOf(BrokenFramesException.class)
        .hasMessage(
            "frame 1 at byte 4096 is damaged: it was durable when frame 3 at byte 12288 was"
                + " written");
  }

  @Test
  void aHeadWithABitFlippedIsRefused() throws Exception {
    TestFrames.make(path(), FIRST);
    byte[] whole = Files.readAllBytes(path());

    for (int at = 0; at < FrameHead.BYTES; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(path(), flipped);
      assertThatThrownBy(() -> read(path()))
          .as("byte %d", at)
          .isInstanceOf(BrokenFramesException.class)
          .hasMessage(at < Long.BYTES ? "is of another kind" : "its head is damaged");
      try (DiskFile file = TestFrames.open(path())) {
        assertThat(FrameHead.read(file)).isEmpty();
      }
    }
  }

  @Test
  void aHeadOfAnotherKindIsRefusedAndCanBeRead() throws Exception {
    FrameHead other = new FrameHead(HEAD.magic() + 1, 0, 0, 1, 0);
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile.create(file, other);
    }

    assertThatThrownBy(() -> read(path()))
        .isInstanceOf(BrokenFramesException.class)
        .hasMessage("is of another kind or version");
    try (DiskFile file = TestFrames.open(path())) {
      assertThat(FrameHead.read(file)).contains(other);
    }
  }

  @Test
  void aFileWhoseMakingWasInterruptedHasNoFrames() throws Exception {
    for (int bytes = 0; bytes <= 4096; bytes++) {
      Files.write(path(), new byte[bytes]);
      assertNeverFinished(bytes + " zeros");
    }
    byte[] head = HEAD.encode().array();
    for (int bytes = 0; bytes < head.length; bytes++) {
      Files.write(path(), Arrays.copyOf(head, bytes));
      assertNeverFinished(bytes + " bytes of a head");
    }
  }

  private void assertNeverFinished(String what) throws Exception {
    try (DiskFile file = TestFrames.open(path())) {
      assertThat(FrameFile.open(file, HEAD.magic())).as(what).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k", "hello", "kvsqlTe2", "not frames, but long enough for a head, surely"})
  void anotherFileIsNoneWhoseMakingWasInterrupted(String content) throws Exception {
    byte[] bytes = content.equals("k") ? new byte[4097] : content.getBytes(StandardCharsets.UTF_8);
    Files.write(path(), bytes);

    assertThatThrownBy(() -> read(path()))
        .isInstanceOf(BrokenFramesException.class)
        .hasMessage("is of another kind");
  }

  @Test
  void aHeadWithoutABlockToItselfIsWhole() throws Exception {
    Files.write(path(), HEAD.encode().array());

    try (DiskFile file = TestFrames.open(path())) {
      FrameFile frames = found(file);
      assertThat(frames.head()).isEqualTo(HEAD);
      append(frames, FIRST);
    }

    assertThat(read(path())).containsExactly(FIRST);
    CRC32C crc = new CRC32C();
    crc.update(FIRST);
    assertThat(last().bodyChecksum()).isEqualTo((int) crc.getValue());
  }
}
