package dev.kvsql.repair;

import static dev.kvsql.repair.UndoFiles.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.Store;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.chunk.mapdb.MapDbStore;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.FrameFile;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no whole undo record are refused, each with a line that says why. */
final class BrokenUndoRecordTest {
  private static final int SECTOR = 512;
  private static final byte[] ABOUT =
      body(
          1,
          "store",
          "app.kv",
          "database",
          "main",
          "what",
          "repair",
          "created",
          "2026-01-02T03:04:05Z",
          "keys",
          "1");
  private static final byte[] CHANGE = body(2, 2, 1, -1, new byte[] {8, 1, 9});
  private static final byte[] END = body(3, 1L);

  @TempDir private Path dir = Path.of("");

  private Path path() {
    return dir.resolve("app.undo");
  }

  private void assertBroken(String message) {
    assertThatThrownBy(() -> UndoRecord.open(path()))
        .isInstanceOf(UndoRecord.BrokenRecordException.class)
        .hasMessage(message);
  }

  @Test
  void aRecordThatBreaksOffAnywhereIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(UndoFiles.write(path()));
    int sectors = (whole.length + SECTOR - 1) / SECTOR;
    int[] lengths =
        Stream.iterate(0, sector -> sector < sectors, sector -> sector + 1)
            .flatMap(sector -> Stream.of(SECTOR * sector, SECTOR * sector + 1))
            .mapToInt(Integer::intValue)
            .toArray();

    for (int length : lengths) {
      Files.write(path(), Arrays.copyOf(whole, Math.min(length, whole.length - 1)));
      assertThatThrownBy(() -> UndoRecord.open(path()))
          .as("%d bytes of %d", length, whole.length)
          .isInstanceOf(UndoRecord.BrokenRecordException.class);
    }
  }

  /** What lies between the frames has no meaning, so it may be anything. */
  @Test
  void aRecordWithABitFlippedIsRefusedWhereverItMeansSomething() throws Exception {
    byte[] whole = Files.readAllBytes(UndoFiles.write(path()));
    List<String> changes = UndoFiles.changes(path());
    BitSet meaning = meaning();

    for (int at = 0; at < whole.length; at = meaning.get(at) ? at + 1 : at + 97) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(path(), flipped);
      if (meaning.get(at)) {
        assertThatThrownBy(() -> UndoRecord.open(path()))
            .as("byte %d", at)
            .isInstanceOf(UndoRecord.BrokenRecordException.class);
      } else {
        assertThat(UndoFiles.changes(path())).as("byte %d", at).isEqualTo(changes);
      }
    }
  }

  private BitSet meaning() throws IOException {
    BitSet meaning = new BitSet();
    try (DiskFile file = LocalDisk.shared().open(path(), Disk.Opening.READ)) {
      FrameFile frames = FrameFile.open(file, UndoFormat.MAGIC).orElseThrow();
      frames.skipToEnd();
      meaning.set(0, 40);
      frames.forEach(frame ->
          meaning.set((int) frame.offset(), (int) (frame.bodyOffset() + frame.bodyBytes())));
    }
    return meaning;
  }

  @Test
  void aRecordThatLacksAnySectorIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(UndoFiles.write(path()));
    int refused = 0;

    for (int sector = 0; sector < whole.length; sector += SECTOR) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, sector, Math.min(sector + SECTOR, torn.length), (byte) 0);
      if (!Arrays.equals(torn, whole)) {
        Files.write(path(), torn);
        assertThatThrownBy(() -> UndoRecord.open(path()))
            .as("without sector at %d", sector)
            .isInstanceOf(UndoRecord.BrokenRecordException.class);
        refused++;
      }
    }
    assertThat(refused).isEqualTo(4);
  }

  @Test
  void whereARecordBreaksOffIsTold() throws Exception {
    byte[] whole = Files.readAllBytes(UndoFiles.write(path()));

    Files.write(path(), Arrays.copyOf(whole, whole.length - 1));
    assertBroken("not a whole undo record: cut off or damaged at byte 12288");
    Files.write(path(), Arrays.copyOf(whole, 3 * 4096));
    assertBroken("not a whole undo record: its end is missing");
    whole[4096 + 50] ^= 1;
    Files.write(path(), whole);
    assertBroken("not a whole undo record: cut off or damaged at byte 4096");
    whole[30] ^= 1;
    Files.write(path(), whole);
    assertBroken("not an undo record, or its head is damaged");
    Files.write(path(), new byte[4096]);
    assertBroken("not a whole undo record: it was never finished");
    Files.write(path(), new byte[0]);
    assertBroken("empty (0 bytes), not an undo record");
  }

  @Test
  void somethingElseIsToldByWhatItIs() throws Exception {
    Files.writeString(path(), "{\"format\":\"kvsql/undo/1\"}\n");
    assertBroken("not an undo record, or its head is damaged");
    Files.delete(path());
    UndoFiles.frames(path(), UndoFormat.MAGIC + 1, ABOUT, CHANGE, END);
    assertBroken("an undo record of another version, which this kvsql does not know");
    Files.delete(path());
    UndoFiles.frames(path(), 0x6b7673716c585831L, ABOUT, CHANGE, END);
    assertBroken("not an undo record");
    Files.delete(path());
    Files.createDirectory(path());
    assertBroken("a directory, not an undo record");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDeviceIsNotRead() {
    assertThatThrownBy(() -> UndoRecord.open(Path.of("/dev/zero")))
        .isInstanceOf(UndoRecord.BrokenRecordException.class)
        .hasMessage("no regular file, so no undo record");
  }

  @Test
  void aFileThatIsNotThereIsToldSo() {
    assertThatThrownBy(() -> UndoRecord.open(path())).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void theRedoLogOfAStoreIsToldByWhatItIs() throws Exception {
    Path store = dir.resolve("app.kv");
    try (Store open = MapDbStore.create(store)) {
      WriteBatch batch = WriteBatch.builder().put(new byte[] {1}, new byte[10]).build();
      for (int i = 0; i < 2; i++) {
        open.createDatabase("main" + i).apply(batch, Durability.FORCED);
      }
      Files.copy(dir.resolve("app.kv.redo"), path());
    }

    assertBroken("the redo log of a store, not an undo record");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        broken("not a whole undo record: its end is missing", new byte[0][]),
        broken("not a whole undo record: its end is missing", ABOUT, CHANGE),
        broken("not a sound undo record: frame 1 of kind 2 does not belong there", CHANGE, END),
        broken("not a sound undo record: frame 1 of kind 3 does not belong there", END),
        broken("not a sound undo record: frame 2 of kind 1 does not belong there", ABOUT, ABOUT),
        broken("not a sound undo record: frame 2 of kind 9 does not belong there", ABOUT, body(9)),
        broken(
            "not a sound undo record: frame 4 of kind 2 does not belong there",
            ABOUT,
            CHANGE,
            END,
            CHANGE),
        broken("not a sound undo record: expected 1 changes, found 0", ABOUT, END),
        broken("not a sound undo record: expected 1 changes, found 2", ABOUT, CHANGE, CHANGE, END),
        broken(
            "not a sound undo record: frame 1 at byte 4096: expected 4 bytes more, found 3",
            new byte[3]),
        broken(
            "not a sound undo record: frame 2 at byte 8192: expected 8 bytes more, found 4",
            ABOUT,
            body(3, 1)),
        broken("not a sound undo record: its first frame does not tell store", body(1), END));
  }

  static Stream<Arguments> changes() {
    String start = "not a sound undo record: frame 2 at byte 8192: expected ";
    return Stream.of(
        broken(start + "4 bytes more, found 2", ABOUT, body(2, 2, 1, new byte[2]), END),
        broken(start + "4 bytes more, found 1", ABOUT, body(2, 1, -1, -1, new byte[2]), END),
        broken(start + "3 bytes more, found 2", ABOUT, body(2, 2, 1, -1, new byte[2]), END),
        broken(start + "2 bytes more, found 1", ABOUT, body(2, 1, -1, 1, new byte[1]), END),
        broken(
            start + "2147483649 bytes more, found 2",
            ABOUT,
            body(2, 2, Integer.MAX_VALUE, -1, new byte[2]),
            END),
        broken(
            start + "12884901882 bytes more, found 2",
            ABOUT,
            body(2, -2, -2, -2, new byte[2]),
            END),
        broken(start + "4294967295 bytes more, found 0", ABOUT, body(2, -1, -1, -1), END));
  }

  static Stream<Arguments> heads() {
    String start = "not a sound undo record: ";
    return Stream.of(
        broken(
            start + "its first frame does not tell created",
            body(1, "store", "a", "database", "b", "what", "c"),
            END),
        broken(
            start + "its first frame cannot be read: Text 'today' could not be parsed at index 0",
            body(1, "store", "a", "database", "b", "what", "c", "created", "today", "keys", "1"),
            END),
        broken(
            start + "its first frame cannot be read: For input string: \"x\"",
            body(
                1,
                "store",
                "a",
                "database",
                "b",
                "what",
                "c",
                "created",
                "2026-01-02T03:04:05Z",
                "keys",
                "x"),
            END),
        broken(
            start + "frame 1 at byte 4096: expected 4 bytes more, found 0", body(1, "store"), END),
        broken(
            start + "frame 1 at byte 4096: expected 4294967295 bytes more, found 2",
            body(1, -1, new byte[2]),
            END));
  }

  private static Arguments broken(String message, byte[]... bodies) {
    return Arguments.of(message, bodies);
  }

  /** The checksums hold, what they are of makes no sense. */
  @ParameterizedTest
  @MethodSource({"bodies", "changes", "heads"})
  void soundFramesThatAreNoRecordAreRefused(String message, byte[][] bodies) throws Exception {
    UndoFiles.frames(path(), UndoFormat.MAGIC, bodies);

    assertBroken(message);
  }

  @Test
  void aFieldThatIsNotKnownIsLeftOut() throws Exception {
    byte[] more =
        body(
            1,
            "host",
            "here",
            "store",
            "b.kv",
            "database",
            "main",
            "what",
            "repair",
            "created",
            "2026-01-02T03:04:05Z",
            "keys",
            "1",
            "",
            "");
    UndoFiles.frames(path(), UndoFormat.MAGIC, more, CHANGE, body(3, 1L, "more"));

    try (UndoRecord record = UndoRecord.open(path())) {
      assertThat(record.head().store()).isEqualTo("b.kv");
    }
    assertThat(UndoFiles.changes(path())).hasSize(1);
  }

  @Test
  void aRecordThatChangesWhileItIsOpenIsRefused() throws Exception {
    UndoFiles.write(path());

    try (UndoRecord record = UndoRecord.open(path())) {
      Files.write(path(), new byte[0]);

      assertThatThrownBy(() -> record.forEach(change -> {}))
          .isInstanceOf(UndoRecord.BrokenRecordException.class)
          .hasMessage("not a sound undo record: changed while it was open");
    }
  }
}
