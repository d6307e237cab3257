package dev.kvsql.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.disk.LimitedDisk;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of which four chunks fit into memory. */
final class SpillingTest {
  private static final int CHUNK = 4096;
  private static final int IN_MEMORY = 4;

  @TempDir Path dir;
  private final Random random = new Random(4);
  private final WatchedDisk disk = new WatchedDisk();
  private final MemoryChunkStore store = new MemoryChunkStore();
  private FileModel model = new FileModel();

  @Test
  void whatDoesNotFitIntoMemoryIsInAFileWithoutAName() throws Exception {
    ChunkFile file = create(store);
    write(file, 0, IN_MEMORY * CHUNK);
    assertThat(disk.openBytes()).isEmpty();
    write(file, IN_MEMORY * CHUNK, 3 * CHUNK);
    assertThat(disk.openBytes()).containsExactly(3L * CHUNK);
    assertThat(dir).isEmptyDirectory();
    model.assertEqualTo(file, "before it is handed over");
    file.handOver(Durability.FORCED);
    assertThat(disk.openBytes()).as("handed over").isEmpty();
    model.assertEqualTo(file, "after it was handed over");
  }

  @Test
  void aHandoverIsOneBatchInOrderThatCanBeWalkedTwice() {
    List<List<String>> walks = new ArrayList<>();
    ChunkFile file =
        create(
            new TracingChunkStore(
                store,
                batch -> {
                  walks.add(batch.operations().stream().map(SpillingTest::name).toList());
                  walks.add(batch.operations().stream().map(SpillingTest::name).toList());
                }));
    write(file, 5 * CHUNK, 2 * CHUNK + 9);
    write(file, 0, 4 * CHUNK);
    file.handOver(Durability.FORCED);
    assertThat(walks).hasSize(2);
    assertThat(walks.getFirst())
        .isEqualTo(walks.getLast())
        .containsExactly(
            "08010000 10",
            "delete",
            "0801010000000000 4096",
            "0801010000000001 4096",
            "0801010000000002 4096",
            "0801010000000003 4096",
            "0801010000000005 4096",
            "0801010000000006 4096",
            "0801010000000007 9");
    StoreShape.assertWellFormed(store);
  }

  private static String name(WriteBatch.Operation operation) {
    return operation instanceof WriteBatch.Put(byte[] key, byte[] value)
        ? HexFormat.of().formatHex(key) + " " + value.length
        : "delete";
  }

  @Test
  void pagesThatCrossChunksAreWhole() {
    ChunkFile file = create(store);
    for (int page = 0; page < 20; page++) {
      write(file, 32 + page * 4120, 24);
      write(file, 32 + page * 4120 + 24, 4096);
    }
    write(file, 40_000, 3);
    model.assertEqualTo(file, "buffered");
    file.handOver(Durability.FORCED);
    model.assertEqualTo(file, "handed over");
  }

  @Test
  void memoryOfOneThreadCanBeWrittenAndRead() {
    ChunkFile file = create(store);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(10 * CHUNK);
      bytes.fill((byte) 7);
      file.write(100, bytes);
      MemorySegment into = arena.allocate(10 * CHUNK);
      file.read(100, into);
      assertThat(into.mismatch(bytes)).isEqualTo(-1);
    }
  }

  @Test
  void whatIsForgottenGivesItsFileBack() throws Exception {
    ChunkFile file = stored(2 * CHUNK);
    FileModel before = model.copy();
    write(file, 100, 9 * CHUNK);
    assertThat(disk.openBytes()).hasSize(1);
    file.discard();
    assertThat(disk.openBytes()).isEmpty();
    before.assertEqualTo(file, "as stored");
    write(file, 100, 9 * CHUNK);
    file.release();
    assertThat(disk.openBytes()).isEmpty();
  }

  @Test
  void aTruncateGivesBackWhatItCutsOff() throws Exception {
    ChunkFile file = create(store);
    write(file, 0, 20 * CHUNK);
    assertThat(disk.openBytes()).containsExactly(16L * CHUNK);
    truncate(file, 9 * CHUNK + 7);
    assertThat(disk.openBytes()).containsExactly(6L * CHUNK);
    model.assertEqualTo(file, "in the temporary file");
    truncate(file, 12 * CHUNK);
    model.assertEqualTo(file, "grown again");
    truncate(file, 4 * CHUNK);
    assertThat(disk.openBytes()).isEmpty();
    model.assertEqualTo(file, "in memory");
  }

  /** A truncate frees slots in the middle when the chunks were not written in order. */
  @Test
  void freedRoomIsUsedAgain() throws Exception {
    ChunkFile file = create(store);
    for (int index = 19; index >= 0; index--) {
      write(file, index * CHUNK, CHUNK);
    }
    truncate(file, 10 * CHUNK);
    write(file, 10 * CHUNK, 10 * CHUNK);
    assertThat(disk.openBytes()).containsExactly(16L * CHUNK);
    model.assertEqualTo(file, "written again");
    write(file, 15 * CHUNK + 5, 2);
    model.assertEqualTo(file, "written again in part");
  }

  @Test
  void aFullDiskIsTheCauseAndLeavesTheFileUsable() {
    stored(3 * CHUNK);
    Spilling full = new Spilling(1, new LimitedDisk(LocalDisk.shared(), 2 * CHUNK + 100), dir);
    ChunkFile file = ChunkFile.open(store, FileTag.MAIN, new ReadCache(0), full).orElseThrow();
    FileModel before = model.copy();
    assertThatThrownBy(() -> write(file, 0, 9 * CHUNK))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessage(
            "the temporary file for a large transaction, in %s, cannot be written: No space left on device; another directory can be named by -Djava.io.tmpdir",
            dir)
        .hasCauseInstanceOf(IOException.class);
    assertThat(file.sizeBytes()).isEqualTo(9 * CHUNK);
    file.discard();
    before.assertEqualTo(file, "as stored");
    model = before;
    write(file, 50, 20);
    file.handOver(Durability.FORCED);
    model.assertEqualTo(file, "then");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    Spilling nowhere = new Spilling(1, LocalDisk.shared(), dir.resolve("none"));
    ChunkFile file = ChunkFile.create(store, FileTag.MAIN, new ReadCache(0), nowhere);
    assertThatThrownBy(() -> write(file, 0, 9 * CHUNK))
        .isInstanceOf(StoreException.Failed.class)
        .hasMessageStartingWith(
            "the temporary file for a large transaction, in " + dir.resolve("none"))
        .hasMessageContaining("cannot be made");
  }

  @Test
  void aRefusedHandoverCanBeTriedAgain() {
    FaultyChunkStore faulty = new FaultyChunkStore(store);
    ChunkFile file = create(faulty);
    write(file, 3, 12 * CHUNK);
    faulty.failApply(1);
    assertThatThrownBy(() -> file.handOver(Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class);
    assertThat(StoreContents.of(store)).isEmpty();
    model.assertEqualTo(file, "refused");
    file.handOver(Durability.FORCED);
    model.assertEqualTo(file, "accepted");
    StoreShape.assertWellFormed(store);
  }

  /** Chunks in the temporary file do not come into the cache, so their old versions must leave. */
  @Test
  void theCacheKeepsNoOldVersionOfWhatWasHandedOver() {
    ChunkFile file = stored(12 * CHUNK);
    model.assertEqualTo(file, "cached");
    assertThat(file.state().cached()).hasSize(12);
    write(file, 0, 12 * CHUNK);
    file.handOver(Durability.FORCED);
    assertThat(file.state().cached()).hasSize(IN_MEMORY);
    assertThat(Coherence.examine(file, store)).isEmpty();
    model.assertEqualTo(file, "overwritten");
  }

  @Test
  void aCopyHasItsOwnFile() throws Exception {
    ChunkFile file = create(store);
    write(file, 0, 10 * CHUNK);
    FileModel before = model.copy();
    ChunkFile copy = file.copy(store);
    assertThat(disk.openBytes()).hasSize(2);
    write(copy, 5 * CHUNK + 1, CHUNK);
    model.assertEqualTo(copy, "the copy");
    before.assertEqualTo(file, "the other");
    copy.release();
    before.assertEqualTo(file, "the other, still");
  }

  private ChunkFile create(ChunkStore into) {
    return ChunkFile.create(into, FileTag.MAIN, new ReadCache(1 << 20), spilling());
  }

  private Spilling spilling() {
    return new Spilling(IN_MEMORY, disk, dir);
  }

  private ChunkFile stored(int bytes) {
    ChunkFile made = create(store);
    write(made, 0, bytes);
    made.handOver(Durability.FORCED);
    return ChunkFile.open(store, FileTag.MAIN, new ReadCache(1 << 20), spilling()).orElseThrow();
  }

  private void write(ChunkFile file, int offset, int length) {
    byte[] bytes = FileModel.random(random, length);
    file.write(offset, MemorySegment.ofArray(bytes));
    model.write(offset, bytes);
  }

  private void truncate(ChunkFile file, int size) {
    file.truncate(size);
    model.truncate(size);
  }
}
