package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.LimitedDisk;
import dev.kvsql.disk.LocalDisk;
import dev.kvsql.file.TruncatePlan;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Truncates that fail or go wrong: the store is as it was. */
final class FailedTruncationTest {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  @TempDir private Path dir = Path.of("");

  private Path undo() {
    return dir.resolve("app.undo");
  }

  @Test
  void aProcessThatEndsBeforeTheBatchLeavesARecordThatDoesNoHarm() throws Exception {
    AwkwardStore store =
        new AwkwardStore(Truncations.database().store(), undo())
            .failing(1, new IllegalStateException("killed here"));
    List<Entry> before = StoreContents.of(store);

    assertThatThrownBy(() -> Truncations.of(store, FileTag.MAIN, 9).apply(undo()))
        .hasMessage("killed here");

    assertThat(StoreContents.of(store)).isEqualTo(before);
    try (UndoRecord record = UndoRecord.open(undo())) {
      assertThat(record.fit(store)).isEqualTo(new UndoRecord.TakenBack());
    }
  }

  @Test
  void aStoreThatRefusesIsAsItWas() {
    AwkwardStore store =
        new AwkwardStore(Truncations.database().store(), undo())
            .failing(1, new StoreException.Failed("the disk is full", null));
    List<Entry> before = StoreContents.of(store);

    assertThatThrownBy(() -> Truncations.of(store, FileTag.MAIN, 9).apply(undo()))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage("the disk is full");

    assertThat(StoreContents.of(store)).isEqualTo(before);
  }

  /** What the store does beside the truncate to {@code size}, and what the check says then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          4105 | 08010000         | 01001000000000000000 | expected 4,105 bytes, found 16
          4105 | 08010000         | 0100                 | it cannot be read: main meta: expected 10 bytes, found 2 bytes
          4105 | 08010000         |                      | it cannot be read: main is gone
          4105 | 0801010000000002 | 00                   | expected no chunk from 2 on, found 2
          4096 | 08010100ffffffff | 00                   | expected no chunk from 1 on, found 4294967295
          9    | 0801010000000000 | 00000000000000000000 | expected at most 9 bytes in chunk 0, found 10
          9    | 0801010000000000 | 010203               | C5 does not hold (reading through the cache equals reading without it), at byte 1
          24576| 0801010000000004 | 00                   | C5 does not hold (reading through the cache equals reading without it), at byte 16384
          24577| 0801010000000005 | 00                   | expected no chunk from 5 on, found 5
          """)
  void whatIsFoundWrongIsPutBack(long size, String key, @Nullable String value, String problem) {
    AwkwardStore store = new AwkwardStore(Truncations.database().store(), undo());
    List<Entry> before = StoreContents.of(store);
    WriteBatch.Builder wrong = WriteBatch.builder();
    if (value == null) {
      wrong.delete(StoreContents.bytes(key));
    } else {
      wrong.put(StoreContents.bytes(key), StoreContents.bytes(value));
    }
    store.adding(1, wrong);

    assertThatThrownBy(() -> Truncations.of(store, FileTag.MAIN, size).apply(undo()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "app.kv: main was wrong once truncated: "
                + problem
                + "; everything was put back as it was");

    assertThat(store.seen()).hasSize(2);
    assertThat(without(key, StoreContents.of(store))).isEqualTo(without(key, before));
  }

  /** What the store did on its own is not in the record if the truncate did not touch the key. */
  private static List<Entry> without(String key, List<Entry> entries) {
    byte[] bytes = StoreContents.bytes(key);
    return entries.stream().filter(entry -> !Arrays.equals(entry.key(), bytes)).toList();
  }

  @Test
  void aStoreThatReadsDifferentlyTheSecondTimeIsFoundWrong() throws Exception {
    MemoryChunkStore store = Truncations.database().store();
    List<Entry> before = StoreContents.of(store);
    byte[] key = StoreKey.chunk(FileTag.MAIN, 0);
    AwkwardStore awkward = new AwkwardStore(store, undo()).cuttingSecondRead(key);

    assertThatThrownBy(() -> Truncations.of(awkward, FileTag.MAIN, CHUNK).apply(undo()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "app.kv: main was wrong once truncated: C2 does not hold (a cached chunk equals the stored"
                + " one: same bytes, same length); everything was put back as it was");

    assertThat(StoreContents.of(store)).isEqualTo(before);
  }

  @Test
  void aStoreThatCannotBePutBackIsSaidToBeWrongAndTheRecordIsKept() throws Exception {
    AwkwardStore store =
        new AwkwardStore(Truncations.database().store(), undo())
            .adding(1, WriteBatch.builder().delete(StoreKey.meta(FileTag.MAIN)))
            .failing(2, new StoreException.Failed("the disk is full", null));

    assertThatThrownBy(() -> Truncations.of(store, FileTag.MAIN, 9).apply(undo()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "app.kv: main was wrong once truncated: it cannot be read: main is gone; it could not be"
                + " put back: the disk is full; keep "
                + undo());

    UndoRecord.open(undo()).close();
  }

  @Test
  void aRecordThatDoesNotFitOnTheDiskStopsTheTruncate() throws Exception {
    MemoryChunkStore store = Truncations.database().store();
    List<Entry> before = StoreContents.of(store);
    LimitedDisk large = new LimitedDisk(LocalDisk.shared(), 1 << 20);
    Truncations.of(StoreContents.copy(store), FileTag.MAIN, 9).apply(large, undo());
    long whole = (1 << 20) - large.leftBytes();
    Files.delete(undo());

    for (long room = 0; room < whole; room += 512) {
      LimitedDisk full = new LimitedDisk(LocalDisk.shared(), room);
      assertThatThrownBy(() -> Truncations.of(store, FileTag.MAIN, 9).apply(full, undo()))
          .as("room for %d bytes", room)
          .isInstanceOf(IOException.class)
          .hasMessage(undo() + ": cannot be written: No space left on device; nothing was changed");
      assertThat(undo()).doesNotExist();
      assertThat(StoreContents.of(store)).isEqualTo(before);
    }
  }

  @Test
  void aRecordDoesNotReplaceAFile() throws Exception {
    MemoryChunkStore store = Truncations.database().store();
    List<Entry> before = StoreContents.of(store);
    Files.writeString(undo(), "precious");

    assertThatThrownBy(() -> Truncations.of(store, FileTag.MAIN, 9).apply(undo()))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(StoreContents.of(store)).isEqualTo(before);
    assertThat(undo()).hasContent("precious");
  }

  @Test
  void aPlanForAnotherSizeIsRefused() {
    MemoryChunkStore store = Truncations.database().store();

    assertThatThrownBy(
            () -> Truncations.of(store, FileTag.MAIN, TruncatePlan.of(Truncations.BYTES + 1, 0)))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(
            "app.kv: database main: main has 16,484 bytes, the plan is for 16,485; nothing was"
                + " changed");
    assertThatThrownBy(() ->
            Truncations.of(
                Damage.empty().store(), FileTag.MAIN, TruncatePlan.of(Truncations.BYTES, 0)))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage("app.kv: database main: has no main file");
  }
}
