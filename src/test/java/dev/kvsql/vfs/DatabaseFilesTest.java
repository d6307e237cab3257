package dev.kvsql.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FaultyChunkStore;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.chunk.StoreContents;
import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreKey;
import dev.kvsql.chunk.TracingChunkStore;
import dev.kvsql.chunk.WriteBatch;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.file.ReadCache;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DatabaseFilesTest {
  private final MemoryChunkStore below = new MemoryChunkStore();
  private final FaultyChunkStore faulty = new FaultyChunkStore(below);
  private final List<WriteBatch> batches = new ArrayList<>();
  private final ChunkStore store = new TracingChunkStore(faulty, batches::add);
  private final DatabaseFiles files =
      new DatabaseFiles(store, new MountPolicy(1 << 20, MountPolicy.Writing.CAREFUL), Lease.OWNED);

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereIsMadeOnlyWhenAsked(FileTag tag) {
    assertThat(files.open(tag)).isEmpty();
    assertThat(files.exists(tag)).isFalse();
    OpenFile file = files.openOrCreate(tag);
    write(file, 0, 1);
    assertThat(files.exists(tag)).isTrue();
    assertThat(StoreContents.of(below)).isEmpty();
    file.close();
    assertThat(stored(tag)).containsExactly(1);
    assertThat(files.open(tag)).isPresent();
  }

  @Test
  void twoHandlesShareWhatIsNotYetInTheStore() {
    OpenFile first = files.openOrCreate(FileTag.MAIN);
    OpenFile second = files.openOrCreate(FileTag.MAIN);
    write(first, 0, 1, 2, 3);
    assertThat(read(second, 0, 4)).containsExactly(1, 2, 3, 0);
    first.bytes().truncate(2);
    assertThat(second.bytes().sizeBytes()).isEqualTo(2);
    assertThat(batches).isEmpty();
    second.sync();
    assertThat(batches).hasSize(1);
    assertThat(stored(FileTag.MAIN)).containsExactly(1, 2);
  }

  @Test
  void theLocksAreBetweenHandlesOfOneFile() {
    OpenFile first = files.openOrCreate(FileTag.MAIN);
    OpenFile second = files.openOrCreate(FileTag.MAIN);
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    assertThat(first.lock(LockLevel.SHARED)).isTrue();
    assertThat(first.lock(LockLevel.EXCLUSIVE)).isTrue();
    assertThat(second.lock(LockLevel.SHARED)).isFalse();
    assertThat(second.isReserved()).isTrue();
    assertThat(second.lockLevel()).isEqualTo(LockLevel.NONE);
    assertThat(journal.isReserved()).isFalse();
    first.close();
    assertThat(second.lock(LockLevel.SHARED)).as("closing gives the lock back").isTrue();
  }

  @Test
  void aWriterThatUnlocksHandsOver() {
    OpenFile file = locked(LockLevel.EXCLUSIVE);
    write(file, 0, 7);
    assertThat(batches).isEmpty();
    file.unlock(LockLevel.SHARED);
    assertThat(stored(FileTag.MAIN)).containsExactly(7);
  }

  @Test
  void aReaderThatUnlocksHandsOverNothing() {
    OpenFile writer = locked(LockLevel.RESERVED);
    OpenFile reader = files.openOrCreate(FileTag.MAIN);
    assertThat(reader.lock(LockLevel.SHARED)).isTrue();
    write(writer, 0, 7);
    reader.unlock(LockLevel.NONE);
    assertThat(batches).isEmpty();
  }

  @Test
  void closingAReaderDoesNotHandOverWhatAnotherHasNotCommitted() {
    OpenFile writer = locked(LockLevel.RESERVED);
    OpenFile reader = files.openOrCreate(FileTag.MAIN);
    assertThat(reader.lock(LockLevel.SHARED)).isTrue();
    write(writer, 0, 7);
    reader.close();
    reader.close();
    assertThat(batches).isEmpty();
    assertThat(read(writer, 0, 1)).containsExactly(7);
    writer.sync();
    assertThat(stored(FileTag.MAIN)).containsExactly(7);
  }

  @Test
  void closingTheWriterHandsOver() {
    OpenFile reader = files.openOrCreate(FileTag.MAIN);
    OpenFile writer = locked(LockLevel.RESERVED);
    write(writer, 0, 7);
    writer.close();
    assertThat(stored(FileTag.MAIN)).containsExactly(7);
    assertThat(read(reader, 0, 1)).containsExactly(7);
    assertThat(reader.isReserved()).isFalse();
  }

  /** As one that is unlinked: another connection may have made a new one since. */
  @Test
  void whatIsRemovedWhileSomebodyHasItOpenWritesNothing() {
    OpenFile first = files.openOrCreate(FileTag.JOURNAL);
    write(first, 0, 1);
    first.sync();
    assertThat(files.delete(FileTag.JOURNAL, Durability.LAZY)).isTrue();
    write(first, 1, 2);
    first.sync();
    first.committed();
    assertThat(StoreContents.of(below)).isEmpty();
    OpenFile second = files.openOrCreate(FileTag.JOURNAL);
    write(second, 0, 9);
    second.sync();
    first.close();
    assertThat(stored(FileTag.JOURNAL)).containsExactly(9);
  }

  /** A rollback that broke off in the middle must not reach the store. */
  @Test
  void afterAFailureWhatIsLeftInTheBufferIsForgotten() {
    OpenFile file = locked(LockLevel.EXCLUSIVE);
    write(file, 0, 1, 2, 3);
    file.sync();
    write(file, 1, 9, 9, 9, 9);
    file.failed();
    file.unlock(LockLevel.NONE);
    assertThat(stored(FileTag.MAIN)).containsExactly(1, 2, 3);
    assertThat(read(file, 0, 5)).containsExactly(1, 2, 3, 0, 0);
    assertThat(file.bytes().sizeBytes()).isEqualTo(3);

    assertThat(file.lock(LockLevel.SHARED)).isTrue();
    assertThat(file.lock(LockLevel.EXCLUSIVE)).isTrue();
    write(file, 0, 5);
    file.unlock(LockLevel.NONE);
    assertThat(stored(FileTag.MAIN)).as("the failure is over").containsExactly(5, 2, 3);
  }

  @Test
  void afterAFailureWhatReachedTheStoreStays() {
    OpenFile file = locked(LockLevel.EXCLUSIVE);
    write(file, 0, 1, 2, 3);
    file.failed();
    file.sync();
    file.unlock(LockLevel.NONE);
    assertThat(stored(FileTag.MAIN)).containsExactly(1, 2, 3);
  }

  @Test
  void deletingTheJournalIsOneBatchWithWhatIsBufferedForTheMainFile() {
    OpenFile main = locked(LockLevel.EXCLUSIVE);
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    write(journal, 5000, 1);
    journal.sync();
    write(main, 0, 7);
    journal.close();
    batches.clear();
    assertThat(files.delete(FileTag.JOURNAL, Durability.FORCED)).isTrue();
    assertThat(batches).hasSize(1);
    assertThat(stored(FileTag.MAIN)).containsExactly(7);
    assertThat(below.get(StoreKey.meta(FileTag.JOURNAL))).isNull();
    assertThat(StoreContents.of(below, StoreKey.chunks(FileTag.JOURNAL))).isEmpty();
    assertThat(files.exists(FileTag.JOURNAL)).isFalse();
    assertThat(main.bytes().isPending()).isFalse();
  }

  @Test
  void aDeleteThatFailsDeletesNothing() {
    OpenFile main = locked(LockLevel.EXCLUSIVE);
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    write(journal, 0, 1);
    journal.close();
    write(main, 0, 7);
    faulty.failApply(1);
    assertThatThrownBy(() -> files.delete(FileTag.JOURNAL, Durability.FORCED))
        .isInstanceOf(StoreException.Failed.class);
    assertThat(files.exists(FileTag.JOURNAL)).isTrue();
    assertThat(stored(FileTag.JOURNAL)).containsExactly(1);
    assertThat(below.get(StoreKey.meta(FileTag.MAIN))).isNull();
    assertThat(read(main, 0, 1)).containsExactly(7);
  }

  @Test
  void deletingWithoutAMainFileIsABatchOfItsOwn() {
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    write(journal, 0, 1);
    journal.close();
    assertThat(files.delete(FileTag.JOURNAL, Durability.LAZY)).isTrue();
    assertThat(StoreContents.of(below)).isEmpty();
    assertThat(files.delete(FileTag.JOURNAL, Durability.LAZY)).as("there is none").isFalse();
  }

  @Test
  void deletingAJournalThatNeverReachedTheStoreLeavesTheMainFileBuffered() {
    OpenFile main = locked(LockLevel.EXCLUSIVE);
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    write(journal, 0, 1);
    write(main, 0, 7);
    assertThat(files.delete(FileTag.JOURNAL, Durability.FORCED)).isTrue();
    assertThat(batches).isEmpty();
    journal.close();
    assertThat(below.get(StoreKey.meta(FileTag.JOURNAL)))
        .as("closing afterwards does not bring it back")
        .isNull();
  }

  @Test
  void anEmptyJournalDoesNotExist() {
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    assertThat(files.exists(FileTag.JOURNAL)).isFalse();
    write(journal, 0, 1, 2);
    assertThat(files.exists(FileTag.JOURNAL)).isTrue();
    journal.bytes().truncate(0);
    assertThat(files.exists(FileTag.JOURNAL)).isFalse();
    journal.close();
    assertThat(below.get(StoreKey.meta(FileTag.JOURNAL))).as("it is there").isNotNull();
    assertThat(files.exists(FileTag.JOURNAL)).isFalse();
    assertThat(files.open(FileTag.JOURNAL)).isPresent();
  }

  /** Were the journal still there after a kill, it would undo the commit. */
  @Test
  void aCommitOfTheMainFileBringsTheTruncatedJournalAlongInOneBatch() {
    OpenFile main = locked(LockLevel.EXCLUSIVE);
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    write(journal, 0, 1, 2);
    journal.sync();
    write(main, 0, 7);
    journal.bytes().truncate(0);
    batches.clear();
    main.committed();
    assertThat(batches).hasSize(1);
    assertThat(stored(FileTag.MAIN)).containsExactly(7);
    assertThat(stored(FileTag.JOURNAL)).isEmpty();
  }

  @Test
  void syncingTheJournalLeavesTheMainFileInTheBuffer() {
    OpenFile main = locked(LockLevel.EXCLUSIVE);
    OpenFile journal = files.openOrCreate(FileTag.JOURNAL);
    write(main, 0, 7);
    write(journal, 0, 1, 2);
    journal.sync();
    assertThat(stored(FileTag.JOURNAL)).containsExactly(1, 2);
    assertThat(below.get(StoreKey.meta(FileTag.MAIN))).isNull();
  }

  /** A WAL that begins anew holds no longer what a checkpoint has carried over. */
  @Test
  void syncingTheWalBringsTheMainFileAlongInOneBatch() {
    OpenFile main = files.openOrCreate(FileTag.MAIN);
    OpenFile wal = files.openOrCreate(FileTag.WAL);
    write(main, 0, 7);
    write(wal, 0, 1, 2);
    wal.sync();
    assertThat(batches).hasSize(1);
    assertThat(stored(FileTag.MAIN)).containsExactly(7);
    assertThat(stored(FileTag.WAL)).containsExactly(1, 2);
  }

  @Test
  void theMainFileIsThereWhileSomebodyHasItOpen() {
    assertThat(files.main()).isEmpty();
    OpenFile first = files.openOrCreate(FileTag.MAIN);
    OpenFile second = files.openOrCreate(FileTag.MAIN);
    assertThat(files.main()).containsSame(first.bytes());
    first.close();
    assertThat(files.main()).containsSame(second.bytes());
    second.close();
    assertThat(files.main()).isEmpty();
  }

  @Test
  void aCloseThatFailsLetsTheFileGoAllTheSame() {
    OpenFile file = locked(LockLevel.EXCLUSIVE);
    write(file, 0, 7);
    faulty.failApply(1);
    assertThatThrownBy(file::close).isInstanceOf(StoreException.Failed.class);
    file.close();
    assertThat(files.main()).isEmpty();
    assertThat(locked(LockLevel.EXCLUSIVE).bytes().sizeBytes()).isZero();
  }

  @Test
  void anUnlockThatFailsLowersTheLockAllTheSame() {
    OpenFile file = locked(LockLevel.EXCLUSIVE);
    write(file, 0, 7);
    faulty.failApply(1);
    assertThatThrownBy(() -> file.unlock(LockLevel.NONE)).isInstanceOf(StoreException.Failed.class);
    assertThat(file.lockLevel()).isEqualTo(LockLevel.NONE);
    assertThat(file.isReserved()).isFalse();
  }

  private OpenFile locked(LockLevel level) {
    OpenFile file = files.openOrCreate(FileTag.MAIN);
    assertThat(file.lock(LockLevel.SHARED)).isTrue();
    assertThat(file.lock(level)).isTrue();
    return file;
  }

  private static void write(OpenFile file, long offset, int... bytes) {
    byte[] written = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      written[i] = (byte) bytes[i];
    }
    file.bytes().write(offset, MemorySegment.ofArray(written));
  }

  private static byte[] read(OpenFile file, long offset, int count) {
    byte[] read = new byte[count];
    file.bytes().read(offset, MemorySegment.ofArray(read));
    return read;
  }

  /** A file's bytes as the store has them. */
  private byte[] stored(FileTag tag) {
    ChunkFile file = ChunkFile.open(below, tag, new ReadCache(0)).orElseThrow();
    byte[] bytes = new byte[(int) file.sizeBytes()];
    file.read(0, MemorySegment.ofArray(bytes));
    return bytes;
  }
}
