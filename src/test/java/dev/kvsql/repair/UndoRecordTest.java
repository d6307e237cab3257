package dev.kvsql.repair;

import static dev.kvsql.repair.UndoFiles.CHANGES;
import static dev.kvsql.repair.UndoFiles.HEAD;
import static dev.kvsql.repair.UndoFiles.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.FrameFile;
import dev.kvsql.disk.FrameHead;
import dev.kvsql.disk.LimitedDisk;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that takes a repair back. */
final class UndoRecordTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path dir = Path.of("");

  private Path path() {
    return dir.resolve("app.undo");
  }

  @Test
  void aRecordComesBackAsItWas() throws Exception {
    UndoFiles.write(path());

    try (UndoRecord record = UndoRecord.open(path())) {
      assertThat(record.head()).isEqualTo(HEAD);
    }
    assertThat(UndoFiles.changes(path())).isEqualTo(UndoFiles.texts(CHANGES));
  }

  @Test
  void whatStandsInTheFileIsAsDocumented() throws Exception {
    UndoFiles.write(path());

    List<byte[]> bodies = new ArrayList<>();
    try (DiskFile file = LocalDisk.shared().open(path(), Disk.Opening.READ)) {
      FrameHead head = FrameHead.read(file).orElseThrow();
      assertThat(head).isEqualTo(new FrameHead(0x6b7673716c554e31L, 0, 0, head.epoch(), 0));
      assertThat(head.epoch()).isNotZero();
      FrameFile frames = FrameFile.open(file, head.magic()).orElseThrow();
      frames.skipToEnd();
      byte[] whole = Files.readAllBytes(path());
      frames.forEach(frame -> {
        int from = (int) frame.bodyOffset();
        bodies.add(Arrays.copyOfRange(whole, from, from + (int) frame.bodyBytes()));
      });
    }
    assertThat(bodies)
        .containsExactly(
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
                "3"),
            body(
                2,
                2,
                3,
                -1,
                new byte[] {8, 1, 1, 2, 3},
                2,
                -1,
                1,
                new byte[] {8, 2, 4},
                2,
                0,
                1,
                new byte[] {8, 3, 5},
                2,
                1,
                1,
                new byte[] {8, 4, 6, 6},
                2,
                -1,
                -1,
                new byte[] {8, 5}),
            body(3, 5L));
  }

  @Test
  void everyRecordHasItsOwnEpoch() throws Exception {
    UndoFiles.write(path());
    UndoFiles.write(dir.resolve("second"));

    assertThat(Files.mismatch(path(), dir.resolve("second"))).isBetween(24L, 31L);
  }

  @Test
  void aNameInAnyScriptComesBack() throws Exception {
    UndoHead head = new UndoHead("dir\n\"x\"/ä.kv", "データ\u0000", "repair", Instant.EPOCH, 0);
    UndoWriter.write(LocalDisk.shared(), path(), head, Collections.emptyIterator());

    try (UndoRecord record = UndoRecord.open(path())) {
      assertThat(record.head()).isEqualTo(head);
    }
    assertThat(UndoFiles.changes(path())).isEmpty();
  }

  @Test
  void manyChangesGoIntoFramesOfAMebibyteAndALargeValueHasItsOwn() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      changes.add(new Change(StoreKey.chunk(FileTag.MAIN, i), filled(4096, i), null));
    }
    changes.add(new Change(StoreKey.chunk(FileTag.WAL, 0), filled(3 * MIB, 7), filled(MIB, 8)));
    changes.add(new Change(StoreKey.chunk(FileTag.WAL, 1), null, filled(100, 9)));
    UndoWriter.write(LocalDisk.shared(), path(), HEAD, changes.iterator());

    assertThat(UndoFiles.changes(path())).isEqualTo(UndoFiles.texts(changes));
    int full = 4 + 253 * (12 + 8 + 4096);
    assertThat(bodyBytes())
        .containsExactly(
            4L
                + sizes("store", "app.kv", "database", "main", "what", "repair")
                + sizes("created", "2026-01-02T03:04:05Z", "keys", "3"),
            (long) full,
            (long) full,
            4L + 94 * (12 + 8 + 4096),
            4L + 12 + 8 + 4 * MIB,
            4L + 12 + 8 + 100,
            12L);
  }

  private static long sizes(String... texts) {
    return Arrays.stream(texts).mapToLong(text -> 4 + text.length()).sum();
  }

  private List<Long> bodyBytes() throws IOException {
    List<Long> sizes = new ArrayList<>();
    try (DiskFile file = LocalDisk.shared().open(path(), Disk.Opening.READ)) {
      FrameFile frames = FrameFile.open(file, UndoFormat.MAGIC).orElseThrow();
      frames.skipToEnd();
      frames.forEach(frame -> sizes.add(frame.bodyBytes()));
    }
    return sizes;
  }

  private static byte[] filled(int bytes, int with) {
    byte[] value = new byte[bytes];
    Arrays.fill(value, (byte) with);
    return value;
  }

  @Test
  void aRecordDoesNotReplaceAFile() throws Exception {
    Path file = Files.writeString(path(), "precious");

    assertThatThrownBy(() -> UndoFiles.write(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("precious");
  }

  @Test
  void aRecordThatDoesNotFitOnTheDiskIsRemoved() throws Exception {
    LimitedDisk large = new LimitedDisk(LocalDisk.shared(), MIB);
    UndoWriter.write(large, path(), HEAD, CHANGES.iterator());
    long whole = MIB - large.leftBytes();
    Files.delete(path());

    for (long room = 0; room < whole; room += 512) {
      LimitedDisk full = new LimitedDisk(LocalDisk.shared(), room);
      assertThatThrownBy(() -> UndoWriter.write(full, path(), HEAD, CHANGES.iterator()))
          .as("room for %d bytes", room)
          .isInstanceOf(IOException.class)
          .hasMessage(path() + ": cannot be written: No space left on device; nothing was changed");
      assertThat(path()).doesNotExist();
    }

    LimitedDisk enough = new LimitedDisk(LocalDisk.shared(), whole);
    UndoWriter.write(enough, path(), HEAD, CHANGES.iterator());
    assertThat(UndoFiles.changes(path())).hasSize(5);
  }

  /** The head is forced before the first frame, everything after the last. */
  @Test
  void aRecordThatCannotBeForcedIsRemoved() throws Exception {
    for (int forces = 0; forces < 2; forces++) {
      LimitedDisk broken = new LimitedDisk(LocalDisk.shared(), MIB).withForces(forces);

      assertThatThrownBy(() -> UndoWriter.write(broken, path(), HEAD, CHANGES.iterator()))
          .hasMessage(path() + ": cannot be written: Input/output error; nothing was changed");
      assertThat(path()).doesNotExist();
    }

    LimitedDisk sound = new LimitedDisk(LocalDisk.shared(), MIB).withForces(2);
    UndoWriter.write(sound, path(), HEAD, CHANGES.iterator());
  }

  @Test
  void aRecordWhoseValuesCannotBeReadIsRemoved() {
    Iterator<Change> failing =
        IntStream.range(0, 3)
            .mapToObj(i -> {
              if (i == 2) {
                throw new StoreException.Failed("cannot be read", null);
              }
              return CHANGES.get(i);
            })
            .iterator();

    assertThatThrownBy(() -> UndoWriter.write(LocalDisk.shared(), path(), HEAD, failing))
        .isInstanceOf(StoreException.Failed.class);
    assertThat(path()).doesNotExist();
  }

  @Test
  void aStoreThatIsAsTheRepairLeftItCanBePutBack() throws Exception {
    UndoFiles.write(path());
    MemoryChunkStore store = store(4, 5, 6);

    try (UndoRecord record = UndoRecord.open(path())) {
      assertThat(record.fit(store)).isEqualTo(new UndoRecord.Undoable());
      record.revert(store);

      assertThat(record.fit(store)).isEqualTo(new UndoRecord.TakenBack());
      assertThat(store.get(new byte[] {8, 1})).containsExactly(1, 2, 3);
      assertThat(store.get(new byte[] {8, 2})).isNull();
      assertThat(store.get(new byte[] {8, 3})).isEmpty();
      assertThat(store.get(new byte[] {8, 4})).containsExactly(6);
    }
  }

  @Test
  void theFirstKeyThatHoldsSomethingElseIsTold() throws Exception {
    UndoFiles.write(path());
    MemoryChunkStore witnessMoved = store(4, 5, 7);
    MemoryChunkStore twoMoved = store(4, 9, 7);

    try (UndoRecord record = UndoRecord.open(path())) {
      assertThat(record.fit(witnessMoved))
          .usingRecursiveComparison()
          .isEqualTo(new UndoRecord.Moved(new byte[] {8, 4}));
      assertThat(record.fit(twoMoved))
          .usingRecursiveComparison()
          .isEqualTo(new UndoRecord.Moved(new byte[] {8, 3}));
    }
  }

  /** A store with these values of the keys 0802, 0803 and 0804. */
  private static MemoryChunkStore store(int... values) {
    MemoryChunkStore store = new MemoryChunkStore();
    WriteBatch.Builder batch = WriteBatch.builder();
    for (int i = 0; i < values.length; i++) {
      batch.put(new byte[] {8, (byte) (2 + i)}, new byte[] {(byte) values[i]});
    }
    store.apply(batch.build(), Durability.FORCED);
    return store;
  }

  @Test
  void neighbouringChunksOfWhichTheSameBecomesAreOneStep() throws Exception {
    byte[] value = {1};
    byte[] other = {2};
    UndoWriter.write(
        LocalDisk.shared(),
        path(),
        HEAD,
        List.of(
                meta(FileTag.MAIN, 4096, 8192),
                chunk(FileTag.MAIN, 3, value, null),
                chunk(FileTag.MAIN, 4, value, null),
                chunk(FileTag.MAIN, 5, value, value),
                chunk(FileTag.MAIN, 6, value, null),
                chunk(FileTag.MAIN, 7, value, other),
                chunk(FileTag.MAIN, 8, null, other),
                chunk(FileTag.WAL, 9, null, other),
                chunk(FileTag.WAL, 0xfffffffeL, value, null),
                chunk(FileTag.WAL, 0xffffffffL, value, null))
            .iterator());

    List<UndoStep> steps = new ArrayList<>();
    try (UndoRecord record = UndoRecord.open(path())) {
      record.forEachStep(steps::add);
    }
    assertThat(steps)
        .containsExactly(
            new UndoStep.Meta(
                FileTag.MAIN,
                Optional.of(new FileMeta.WellFormed(new FileMeta(8192))),
                Optional.of(new FileMeta.WellFormed(new FileMeta(4096)))),
            new UndoStep.Chunks(FileTag.MAIN, 3, 2, UndoStep.Effect.PUT_BACK),
            new UndoStep.Chunks(FileTag.MAIN, 6, 1, UndoStep.Effect.PUT_BACK),
            new UndoStep.Chunks(FileTag.MAIN, 7, 1, UndoStep.Effect.CHANGED_BACK),
            new UndoStep.Chunks(FileTag.MAIN, 8, 1, UndoStep.Effect.DELETED),
            new UndoStep.Chunks(FileTag.WAL, 9, 1, UndoStep.Effect.DELETED),
            new UndoStep.Chunks(FileTag.WAL, 0xfffffffeL, 2, UndoStep.Effect.PUT_BACK));
  }

  private static Change meta(FileTag file, long before, long after) {
    return new Change(
        StoreKey.meta(file), new FileMeta(before).encode(), new FileMeta(after).encode());
  }

  private static Change chunk(
      FileTag file, long index, byte @Nullable [] before, byte @Nullable [] after) {
    return new Change(StoreKey.chunk(file, index), before, after);
  }
}
