package dev.kvsql.disk;

import static dev.kvsql.disk.TestFrames.HEAD;
import static dev.kvsql.disk.TestFrames.append;
import static dev.kvsql.disk.TestFrames.body;
import static dev.kvsql.disk.TestFrames.found;
import static dev.kvsql.disk.TestFrames.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that were appended, and how they stand in their file. */
final class FrameFileTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path dir = Path.of("");

  private Path path() {
    return dir.resolve("frames");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4051, 4052, 4053, MIB - 44, MIB - 43, MIB, 3 * MIB})
  void aFrameComesBackAsItWasWithTheOneBehindIt(int bytes) throws Exception {
    byte[] first = body(bytes, 1);
    byte[] second = body(10, 2);

    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      Frame one = append(frames, first);
      Frame two = append(frames, second);
      long end = 4096 + (44 + bytes + 4095L) / 4096 * 4096;

      assertThat(one.offset()).isEqualTo(4096);
      assertThat(one.bodyOffset()).isEqualTo(4140);
      assertThat(two.offset()).isEqualTo(end);
      assertThat(frames.end()).isEqualTo(end + 4096);
      assertThat(frames.frameBytes()).isEqualTo(end);
      assertThat(read(frames)).containsExactly(first, second);
    }

    assertThat(read(path())).containsExactly(first, second);
  }

  @Test
  void frameAndHeadStandInTheFileAsDocumented() throws Exception {
    TestFrames.make(path(), new byte[] {'a', 'b'}, new byte[] {'c'});

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path()));

    assertThat(List.of(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong()))
        .containsExactly(HEAD.magic(), 2L, 3L, HEAD.epoch());
    assertThat(bytes.getInt()).isEqualTo(4);
    int headChecksum = bytes.getInt();
    assertThat(headChecksum).isEqualTo(crc(bytes, 0, 36));
    assertThat(frame(bytes, 4096)).containsExactly(HEAD.epoch(), 1L, 0L, 2L);
    assertThat(bytes.getInt(4096 + 32)).isEqualTo(headChecksum);
    assertThat(bytes.getInt(4096 + 36)).isEqualTo(crc(bytes, 4096 + 44, 2));
    assertThat(bytes.getInt(4096 + 40)).isEqualTo(crc(bytes, 4096, 40));
    assertThat(frame(bytes, 8192)).containsExactly(HEAD.epoch(), 2L, 0L, 1L);
    assertThat(bytes.getInt(8192 + 32)).isEqualTo(bytes.getInt(4096 + 40));
    assertThat(bytes.capacity()).isEqualTo(8192 + 44 + 1);
  }

  private static List<Long> frame(ByteBuffer bytes, int offset) {
    return IntStream.range(0, 4).mapToObj(field -> bytes.getLong(offset + 8 * field)).toList();
  }

  private static int crc(ByteBuffer bytes, int offset, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(offset, count));
    return (int) crc.getValue();
  }

  @Test
  void aFrameKnowsWhichOnesWereDurableBefore() throws Exception {
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, body(1, 1));
      assertThat(append(frames, body(1, 2)).forced()).isZero();
      assertThat(frames.hasUnforced()).isTrue();

      frames.force();

      assertThat(frames.hasUnforced()).isFalse();
      assertThat(append(frames, body(1, 3)).forced()).isEqualTo(2);
    }
    try (DiskFile file = TestFrames.open(path())) {
      FrameFile frames = found(file);
      assertThat(frames.hasUnforced()).isTrue();
      assertThat(append(frames, body(1, 4)).forced()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4040, 4048, 4049, 4090, MIB - 48, MIB - 47, MIB, 3 * MIB - 7})
  void afterFillingABlockTheNextByteStartsOne(int before) throws Exception {
    byte[] first = body(before, 1);
    byte[] second = body(5000, 2);

    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, body(9000, 3));
      Frame frame =
          frames.append(body -> body.putInt(7).put(first).fillBlock().fillBlock().put(second));
      frames.force();

      FrameInput in = new FrameInput(file, frame);
      assertThat(in.getInt()).isEqualTo(7);
      assertThat(in.getBytes(before)).isEqualTo(first);
      int zeros = (int) -(frame.bodyOffset() + 4 + before) & 4095;
      assertThat(in.getBytes(zeros)).isEqualTo(new byte[zeros]);
      assertThat((frame.bodyOffset() + frame.bodyBytes() - in.remaining()) % 4096).isZero();
      assertThat(in.getBytes(in.remaining())).isEqualTo(second);
    }
    assertThat(read(path())).hasSize(2);
  }

  @Test
  void numbersAndPartsOfBuffersAreWrittenAcrossFlushes() throws Exception {
    ByteBuffer source = ByteBuffer.wrap(body(2 * MIB, 1));

    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      Frame frame =
          frames.append(body -> {
            body.put(source, 100, MIB - 47).putLong(-2).putInt(-3);
            body.put(source, 7, 2 * MIB - 7);
          });

      FrameInput in = new FrameInput(file, frame);
      assertThat(in.getBytes(MIB - 47))
          .isEqualTo(Arrays.copyOfRange(source.array(), 100, 100 + MIB - 47));
      assertThat(in.getLong()).isEqualTo(-2);
      assertThat(in.getInt()).isEqualTo(-3);
      assertThat(in.getBytes(in.remaining()))
          .isEqualTo(Arrays.copyOfRange(source.array(), 7, 2 * MIB));
      assertThat(source.position()).isZero();
    }
  }

  @Test
  void whatDoesNotStandInABodyIsNotRead() throws Exception {
    TestFrames.make(path(), new byte[] {0, 0, 0, 5, 1, 2, 3});

    try (DiskFile file = TestFrames.open(path())) {
      found(file)
          .forEach(frame -> {
            FrameInput in = new FrameInput(file, frame);
            assertThat(in.getInt()).isEqualTo(5);
            assertThatThrownBy(() -> in.getBytes(5))
                .isInstanceOf(BrokenFramesException.class)
                .hasMessage("frame 1 at byte 4096: expected 5 bytes more, found 3");
            assertThatThrownBy(in::getInt).isInstanceOf(BrokenFramesException.class);
            assertThatThrownBy(in::getLong).isInstanceOf(BrokenFramesException.class);
            assertThatThrownBy(() -> in.skip(4)).isInstanceOf(BrokenFramesException.class);
            in.skip(2);
            assertThat(in.getBytes(1)).containsExactly(3);
            assertThat(in.remaining()).isZero();
          });
    }
  }

  @Test
  void bytesThatAreLeftOutAreNotRead() throws Exception {
    byte[] body = body(3 * MIB, 1);
    body[3 * MIB - 4] = 0;
    TestFrames.make(path(), body);

    try (DiskFile file = TestFrames.open(path())) {
      found(file)
          .forEach(frame -> {
            FrameInput in = new FrameInput(file, frame);
            assertThat(in.getBytes(3)).isEqualTo(Arrays.copyOf(body, 3));
            in.skip(3 * MIB - 8L);
            assertThat(in.getBytes(1)).containsExactly(body[3 * MIB - 5]);
            assertThat(in.getInt() >>> 24).isZero();
          });
    }
  }

  @Test
  void anAppendThatFailsLeavesTheFramesBefore() throws Exception {
    byte[] first = body(100, 1);
    byte[] second = body(100, 2);

    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, first);
      assertThatThrownBy(() ->
              frames.append(body -> {
                body.put(body(3 * MIB, 9));
                throw new IOException("no more");
              }))
          .hasMessage("no more");
      assertThat(read(path())).containsExactly(first);
      append(frames, second);
      assertThat(read(frames)).containsExactly(first, second);
    }

    assertThat(read(path())).containsExactly(first, second);
  }

  @Test
  void roomAheadChangesNeitherContentNorEnd() throws Exception {
    byte[] first = body(100, 1);
    byte[] second = body(2 * MIB, 2);
    byte[] third = body(70_000, 3);

    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, first);
      long end = frames.end();
      frames.allocateAhead();

      assertThat(frames.end()).isEqualTo(end);
      assertThat(file.size()).isEqualTo(end + (1 << 16));
      assertThat(read(path())).containsExactly(first);
      frames.allocateAhead();
      assertThat(file.size()).isEqualTo(end + (1 << 16));

      append(frames, second);
      frames.allocateAhead();
      assertThat(file.size()).isEqualTo(frames.end() + MIB);
      append(frames, third);
      frames.allocateAhead();
      frames.force();
    }

    assertThat(read(path())).containsExactly(first, second, third);
  }

  @Test
  void withoutRoomAheadFramesGoOn() throws Exception {
    LimitedDisk disk = new LimitedDisk(LocalDisk.shared(), 3 * 4096);

    try (DiskFile file = disk.open(path(), Disk.Opening.CREATE)) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, body(10, 1));
      frames.allocateAhead();
      assertThat(disk.leftBytes()).isZero();
      assertThat(read(path())).containsExactly(body(10, 1));
      assertThatThrownBy(() -> append(frames, body(10, 2))).hasMessage("No space left on device");
    }

    assertThat(read(path())).containsExactly(body(10, 1));
  }

  @Test
  void unforcedFramesAreWrittenAgainAsTheyAre() throws Exception {
    try (DiskFile file = TestFrames.create(path())) {
      FrameFile frames = FrameFile.create(file, HEAD);
      append(frames, body(100, 1));
      frames.force();
      append(frames, body(100, 2));
      append(frames, body(3 * MIB, 3));
    }
    byte[] before = Files.readAllBytes(path());
    LimitedDisk disk = new LimitedDisk(LocalDisk.shared(), 10 * MIB);

    try (DiskFile file = disk.open(path(), Disk.Opening.WRITE)) {
      FrameFile frames = found(file);
      frames.writeUnforcedAgain();
      assertThat(disk.leftBytes()).isEqualTo(10 * MIB - (before.length - 8192));

      frames.force();
      frames.writeUnforcedAgain();
      assertThat(disk.leftBytes()).isEqualTo(10 * MIB - (before.length - 8192));
    }

    assertThat(Files.readAllBytes(path())).isEqualTo(before);
  }
}
