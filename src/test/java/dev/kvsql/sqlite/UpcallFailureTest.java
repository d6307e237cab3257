package dev.kvsql.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvsql.chunk.ChunkStore;
import dev.kvsql.chunk.MemoryChunkStore;
import dev.kvsql.file.ChunkFile;
import dev.kvsql.vfs.Databases;
import dev.kvsql.vfs.FileCounts;
import dev.kvsql.vfs.Lease;
import dev.kvsql.vfs.LockLevel;
import dev.kvsql.vfs.MountPolicy;
import dev.kvsql.vfs.MountedStore;
import dev.kvsql.vfs.Namespace;
import dev.kvsql.vfs.OpenFile;
import dev.kvsql.vfs.SharedMemory;
import dev.kvsql.vfs.Stores;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each upcall, as SQLite calls it, on something that throws: nothing leaves it but the result code
 * that SQLite documents for the call (sqlite.org/rescode.html), and the cause is kept.
 */
final class UpcallFailureTest {
  private static final int MAIN_DB_READWRITE_CREATE = 0x100 | 0x2 | 0x4;
  private static final int FCNTL_LOCKSTATE = 1;
  private static final int FCNTL_COMMIT_PHASETWO = 22;
  private static final int SHM_LOCK_EXCLUSIVE = 2 | 8;
  private static final int SHM_UNLOCK_SHARED = 1 | 4;

  private final Arena arena = Arena.ofConfined();
  private final Failures failures = new Failures();
  private final FileUpcalls files = new FileUpcalls(new OpenSlots(), failures);
  private final long file = arena.allocate(Layouts.FILE).address();
  private final MemorySegment memory = arena.allocate(64);
  private final long out = memory.address();

  @AfterEach
  void free() {
    failures.forget();
    arena.close();
  }

  record FileCall(String name, int code, ToIntFunction<UpcallFailureTest> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> fileCalls() {
    return Stream.of(
            new FileCall("xClose", ResultCode.IOERR_CLOSE, t -> t.files.close(t.file)),
            new FileCall("xRead", ResultCode.IOERR_READ, t -> t.files.read(t.file, t.out, 8, 0)),
            new FileCall("xWrite", ResultCode.IOERR_WRITE, t -> t.files.write(t.file, t.out, 8, 0)),
            new FileCall("xTruncate", ResultCode.IOERR_TRUNCATE, t -> t.files.truncate(t.file, 1)),
            new FileCall("xSync", ResultCode.IOERR_FSYNC, t -> t.files.sync(t.file, 2)),
            new FileCall("xFileSize", ResultCode.IOERR_FSTAT, t -> t.files.fileSize(t.file, t.out)),
            new FileCall("xLock", ResultCode.IOERR_LOCK, t -> t.files.lock(t.file, 1)),
            new FileCall("xUnlock", ResultCode.IOERR_UNLOCK, t -> t.files.unlock(t.file, 0)),
            new FileCall(
                "xCheckReservedLock",
                ResultCode.IOERR_CHECKRESERVEDLOCK,
                t -> t.files.checkReservedLock(t.file, t.out)),
            new FileCall(
                "xFileControl of a commit",
                ResultCode.IOERR_WRITE,
                t -> t.files.fileControl(t.file, FCNTL_COMMIT_PHASETWO, 0)),
            new FileCall(
                "xFileControl of the lock",
                ResultCode.IOERR_WRITE,
                t -> t.files.fileControl(t.file, FCNTL_LOCKSTATE, t.out)),
            new FileCall(
                "xShmMap",
                ResultCode.IOERR_SHMMAP,
                t -> t.files.shmMap(t.file, 0, 32768, 1, t.out)),
            new FileCall(
                "xShmLock",
                ResultCode.IOERR_SHMLOCK,
                t -> t.files.shmLock(t.file, 0, 1, SHM_LOCK_EXCLUSIVE)),
            new FileCall(
                "xShmLock that unlocks",
                ResultCode.IOERR_SHMLOCK,
                t -> t.files.shmLock(t.file, 0, 1, SHM_UNLOCK_SHARED)),
            new FileCall("xShmUnmap", ResultCode.IOERR_SHMMAP, t -> t.files.shmUnmap(t.file, 0)))
        .flatMap(call -> Stream.of(Throw.values()).map(thrown -> Arguments.of(call, thrown)));
  }

  @ParameterizedTest
  @MethodSource("fileCalls")
  void aCallOnAFileReturnsItsOwnCodeAndKeepsTheCause(FileCall call, Throw thrown) {
    files.attach(file, MemorySegment.NULL, new FailingFile(thrown));
    assertThat(call.call().applyAsInt(this)).isEqualTo(thrown.code(call.code()));
    assertThat(failures.take()).hasSameClassAs(thrown.make());
  }

  /** As SQLite's own VFS: a barrier cannot fail, and these say what the file is like. */
  @Test
  void whatAsksNothingOfTheStoreNeverFails() {
    files.attach(file, MemorySegment.NULL, new FailingFile(Throw.STORE));
    files.shmBarrier(file);
    assertThat(files.sectorSize(file)).isEqualTo(4096);
    assertThat(files.deviceCharacteristics(file)).isEqualTo(0x9000);
    assertThat(failures.peek()).isNull();
  }

  @Test
  void aCallOnAFileThatWasClosedFailsToo() {
    files.attach(file, MemorySegment.NULL, new FailingFile(Throw.STORE));
    assertThat(files.close(file)).isEqualTo(ResultCode.IOERR_CLOSE);
    assertThat(files.read(file, out, 8, 0)).isEqualTo(ResultCode.IOERR_READ);
    assertThat(files.close(file)).isEqualTo(ResultCode.IOERR_CLOSE);
  }

  @ParameterizedTest
  @EnumSource(Throw.class)
  void aCallOnTheVfsReturnsItsOwnCodeAndKeepsTheCause(Throw thrown) throws SQLException {
    Namespace names = new Namespace(new FailingStores(thrown));
    MountedStore store =
        names.mount(
            Optional.empty(),
            new FailingDatabases(thrown),
            new MountPolicy(0, MountPolicy.Writing.CAREFUL),
            Lease.OWNED);
    VfsUpcalls vfs = vfs(names);
    long main = arena.allocateFrom(store.name("main")).address();
    Native.view(file, 16).fill((byte) 0x5a);
    assertThat(vfs.open(0, main, file, MAIN_DB_READWRITE_CREATE, out))
        .as("xOpen")
        .isEqualTo(thrown.code(ResultCode.CANTOPEN));
    assertKept(thrown);
    assertThat(Native.view(file, 8).get(ValueLayout.JAVA_LONG, 0)).as("pMethods").isZero();
    assertThat(vfs.delete(0, main, 1))
        .as("xDelete")
        .isEqualTo(thrown.code(ResultCode.IOERR_DELETE));
    assertKept(thrown);
    assertThat(vfs.access(0, main, 0, out))
        .as("xAccess")
        .isEqualTo(thrown.code(ResultCode.IOERR_ACCESS));
    assertKept(thrown);
    long other = arena.allocateFrom("/nowhere/a.kv").address();
    assertThat(vfs.fullPathname(0, other, 64, out))
        .as("xFullPathname")
        .isEqualTo(thrown.code(ResultCode.CANTOPEN_FULLPATH));
    assertKept(thrown);
  }

  private VfsUpcalls vfs(Namespace names) throws SQLException {
    FileMethods methods = new FileMethods(MemorySegment.NULL, () -> MemorySegment.NULL);
    return new VfsUpcalls(names, DefaultVfs.find(), files, methods, failures);
  }

  private void assertKept(Throw thrown) {
    assertThat(failures.take()).hasSameClassAs(thrown.make());
  }

  @ParameterizedTest
  @EnumSource(Throw.class)
  void theLastErrorIsATextOfItsLength(Throw thrown) throws SQLException {
    VfsUpcalls vfs = vfs(new Namespace(new FailingStores(thrown)));
    Throwable cause = thrown.make();
    failures.keep(cause, ResultCode.IOERR);
    memory.fill((byte) 0x5a);
    assertThat(vfs.lastError(0, 8, out)).isZero();
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    assertThat(memory.getString(0)).isEqualTo(text.substring(0, Math.min(7, text.length())));
    assertThat(memory.get(ValueLayout.JAVA_BYTE, 8)).as("past the end").isEqualTo((byte) 0x5a);
    assertThat(vfs.lastError(0, 0, 0)).isZero();
  }

  @Test
  void aCauseThatCannotSpeakIsKeptAndHasNoText() throws SQLException {
    VfsUpcalls vfs = vfs(new Namespace(new FailingStores(Throw.BUG)));
    Throwable cause = new SpeechlessException();
    assertThat(failures.keep(cause, ResultCode.IOERR_READ)).isEqualTo(ResultCode.IOERR_READ);
    assertThat(vfs.lastError(0, 8, out)).isZero();
    assertThat(failures.take()).isSameAs(cause);
  }

  private static final class SpeechlessException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("once more");
    }
  }

  /** A file whose every method fails. */
  private record FailingFile(Throw thrown) implements OpenFile {
    @Override
    public ChunkFile bytes() {
      return thrown.now();
    }

    @Override
    public void sync() {
      thrown.now();
    }

    @Override
    public void committed() {
      thrown.now();
    }

    @Override
    public boolean lock(LockLevel wanted) {
      return thrown.<Boolean>now();
    }

    @Override
    public void unlock(LockLevel wanted) {
      thrown.now();
    }

    @Override
    public void failed() {
      thrown.now();
    }

    @Override
    public LockLevel lockLevel() {
      return thrown.now();
    }

    @Override
    public boolean isReserved() {
      return thrown.<Boolean>now();
    }

    @Override
    public FileCounts counts() {
      return new FileCounts();
    }

    @Override
    public SharedMemory walIndex() {
      return thrown.now();
    }

    @Override
    public void close() {
      thrown.now();
    }
  }

  private record FailingDatabases(Throw thrown) implements Databases {
    @Override
    public String store() {
      return ALONE;
    }

    @Override
    public List<String> names() {
      return thrown.now();
    }

    @Override
    public Optional<ChunkStore> find(String database) {
      return thrown.now();
    }

    @Override
    public ChunkStore create(String database) {
      return thrown.now();
    }

    @Override
    public ChunkStore superJournals() {
      return new MemoryChunkStore();
    }
  }

  private record FailingStores(Throw thrown) implements Stores {
    @Override
    public boolean isStore(Path path) {
      return thrown.<Boolean>now();
    }

    @Override
    public Optional<MountedStore> mount(Namespace names, String store, boolean readOnly) {
      return thrown.now();
    }

    @Override
    public void rollBack(ChunkStore database) {
      thrown.now();
    }
  }
}
