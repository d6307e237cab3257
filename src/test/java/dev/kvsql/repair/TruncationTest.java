package dev.kvsql.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.check.Damage;
import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Entry;
import dev.kvsql.chunk.FileMeta;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.file.ChunkFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Truncates carried out: what they change, what they do not, and that all of it can be put back.
 */
final class TruncationTest {
  private static final int CHUNK = StoreKey.CHUNK_BYTES;

  @TempDir private Path dir = Path.of("");

  private Path undo() {
    return dir.resolve("app.undo");
  }

  static Stream<Arguments> truncates() {
    return Stream.of(FileTag.values())
        .flatMap(file ->
            LongStream.of(
                    0,
                    1,
                    CHUNK - 1,
                    CHUNK,
                    CHUNK + 1,
                    2 * CHUNK + 1,
                    2 * CHUNK + 9,
                    3 * CHUNK,
                    3 * CHUNK + 9,
                    Truncations.BYTES - 1,
                    Truncations.BYTES,
                    Truncations.BYTES + 1,
                    5 * CHUNK,
                    7 * CHUNK + 3,
                    9 * CHUNK,
                    StoreKey.MAX_FILE_BYTES)
                .mapToObj(size -> Arguments.of(file, size)));
  }

  @ParameterizedTest
  @MethodSource("truncates")
  void aTruncateDoesWhatItSaysAndAnUndoRestoresEveryByte(FileTag file, long size) throws Exception {
    MemoryChunkStore store = Truncations.database().store();
    List<Entry> before = StoreContents.of(store);
    byte[] content = content(store, file);

    Truncation.Outcome outcome = Truncations.of(store, file, size).apply(undo());

    if (size == content.length) {
      assertThat(outcome).isEqualTo(new Truncation.Unchanged());
      assertThat(StoreContents.of(store)).isEqualTo(before);
      assertThat(undo()).doesNotExist();
      return;
    }
    long changed = changedKeys(before, StoreContents.of(store));
    assertThat(outcome).isEqualTo(new Truncation.Done(changed, undo()));
    assertTruncated(store, file, content, size);
    assertThat(others(StoreContents.of(store), file)).isEqualTo(others(before, file));

    try (UndoRecord record = UndoRecord.open(undo())) {
      UndoHead head = record.head();
      assertThat(head)
          .isEqualTo(
              new UndoHead(
                  "app.kv",
                  "main",
                  "truncate",
                  head.created(),
                  changed,
                  List.of(file.label() + ": " + content.length + " -> " + size + " bytes")));
      assertThat(record.fit(store)).isEqualTo(new UndoRecord.Undoable());
      record.revert(store);
    }
    assertThat(StoreContents.of(store)).isEqualTo(before);
  }

  /** Every byte of the file around its ends, and nothing past it but what was there. */
  private static void assertTruncated(ChunkStore store, FileTag file, byte[] old, long size) {
    assertThat(store.get(StoreKey.meta(file))).isEqualTo(new FileMeta(size).encode());
    byte[] start = new byte[10 * CHUNK];
    Truncations.open(store, file).read(0, MemorySegment.ofArray(start));
    byte[] expected = Arrays.copyOf(old, (int) Math.min(size, old.length));
    assertThat(start).isEqualTo(Arrays.copyOf(expected, start.length));
    if (size < old.length) {
      long chunks = StoreKey.chunkCount(size);
      assertThat(StoreContents.of(store, StoreKey.chunksFrom(file, chunks))).isEmpty();
      byte[] last = size == 0 ? null : store.get(StoreKey.chunk(file, chunks - 1));
      assertThat(last == null ? 0 : last.length)
          .isLessThanOrEqualTo(size == 0 ? 0 : (int) ((size - 1) % CHUNK + 1));
    }
  }

  private static byte[] content(ChunkStore store, FileTag file) {
    ChunkFile open = Truncations.open(store, file);
    byte[] content = new byte[(int) open.sizeBytes()];
    open.read(0, MemorySegment.ofArray(content));
    return content;
  }

  /** A range delete takes keys with it that are no chunks, but lie between them. */
  private static List<Entry> others(List<Entry> entries, FileTag file) {
    return entries.stream()
        .filter(entry ->
            !StoreKey.chunks(file).contains(entry.key())
                && !Arrays.equals(entry.key(), StoreKey.meta(file)))
        .toList();
  }

  /** Keys with another value, or that are in one of them only. */
  private static long changedKeys(List<Entry> before, List<Entry> after) {
    return Stream.concat(before.stream(), after.stream())
        .filter(entry -> !before.contains(entry) || !after.contains(entry))
        .map(Entry::key)
        .map(Arrays::toString)
        .distinct()
        .count();
  }

  @Test
  void theRecordHasWhatChangesAndTwoWitnesses() throws Exception {
    MemoryChunkStore store =
        Damage.empty()
            .size(FileTag.MAIN, CHUNK)
            .put(FileTag.MAIN, 0, new byte[] {7})
            .size(FileTag.WAL, 5)
            .put(FileTag.WAL, 0, new byte[] {1, 2, 3, 4, 5, 6})
            .put(FileTag.WAL, 3, new byte[] {9})
            .store();

    Truncations.of(store, FileTag.WAL, 2).apply(undo());

    assertThat(UndoFiles.changes(undo()))
        .containsExactly(
            "08010002 01000500000000000000 01000200000000000000",
            "0801010200000000 010203040506 0102",
            "0801010200000003 09 none",
            "08010000 01000010000000000000 01000010000000000000",
            "0801010000000000 07 07");
  }

  @Test
  void aChunkThatIsAsShortAsItIsCutIsNoChange() throws Exception {
    MemoryChunkStore store =
        Damage.empty().size(FileTag.SHM, CHUNK).put(FileTag.SHM, 0, new byte[] {1, 2}).store();

    assertThat(Truncations.of(store, FileTag.SHM, 2).apply(undo()))
        .isEqualTo(new Truncation.Done(1, undo()));

    assertThat(UndoFiles.changes(undo()))
        .containsExactly(
            "08010003 01000010000000000000 01000200000000000000",
            "08010000 none none",
            "0801010000000000 none none");
  }

  @Test
  void thePlanReachesTheStoreAsOneForcedBatchAfterTheRecord() throws Exception {
    AwkwardStore store = new AwkwardStore(Truncations.database().store(), undo());

    Truncations.of(store, FileTag.MAIN, CHUNK + 9).apply(undo());

    assertThat(store.seen())
        .containsExactly(
            "FORCED, record there: put 08010000, delete 0801010000000002 to 08010101,"
                + " put 0801010000000001");
  }
}
