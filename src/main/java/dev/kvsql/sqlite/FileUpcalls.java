package dev.kvsql.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kvsql.vfs.FileTrace;
import dev.kvsql.vfs.LockLevel;
import dev.kvsql.vfs.OpenFile;
import dev.kvsql.vfs.SharedMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * What SQLite calls on an open file. Nothing that is thrown may leave these methods: it would end
 * the JVM. Each turns it into the result code that SQLite documents for the call.
 */
final class FileUpcalls {
  /** {@code sqlite3_io_methods.iVersion}: with shared memory, without {@code xFetch}. */
  static final int VERSION = 2;

  private static final int SECTOR_BYTES = 4096;
  private static final int IOCAP_POWERSAFE_OVERWRITE = 0x1000;
  private static final int IOCAP_SUBPAGE_READ = 0x8000;
  private static final int FCNTL_LOCKSTATE = 1;
  private static final int FCNTL_SIZE_HINT = 5;
  private static final int FCNTL_CHUNK_SIZE = 6;
  private static final int FCNTL_MMAP_SIZE = 18;
  private static final int FCNTL_SYNC = 21;
  private static final int FCNTL_COMMIT_PHASETWO = 22;
  private static final int SHM_UNLOCK = 1;
  private static final int SHM_EXCLUSIVE = 8;
  private static final long SLOT = Layouts.offset(Layouts.FILE, "slot");

  private final OpenSlots slots;
  private final Failures failures;

  FileUpcalls(OpenSlots slots, Failures failures) {
    this.slots = slots;
    this.failures = failures;
  }

  int close(long file) {
    try {
      slots.remove(slot(file)).close();
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_CLOSE);
    }
  }

  int read(long file, long buffer, int bytes, long offset) {
    try {
      OpenFile opened = opened(file);
      opened.counts().read(bytes);
      long within = opened.bytes().read(offset, Native.view(buffer, bytes));
      return within == bytes ? ResultCode.OK : ResultCode.IOERR_SHORT_READ;
    } catch (Throwable e) {
      return failed(file, e, ResultCode.IOERR_READ);
    }
  }

  int write(long file, long buffer, int bytes, long offset) {
    try {
      OpenFile opened = opened(file);
      opened.counts().written(bytes);
      opened.bytes().write(offset, Native.view(buffer, bytes));
      return ResultCode.OK;
    } catch (Throwable e) {
      return failed(file, e, ResultCode.IOERR_WRITE);
    }
  }

  int truncate(long file, long sizeBytes) {
    try {
      OpenFile opened = opened(file);
      opened.counts().truncated();
      opened.bytes().truncate(sizeBytes);
      return ResultCode.OK;
    } catch (Throwable e) {
      return failed(file, e, ResultCode.IOERR_TRUNCATE);
    }
  }

  int sync(long file, int flags) {
    try {
      OpenFile opened = opened(file);
      opened.counts().synced();
      opened.sync();
      return ResultCode.OK;
    } catch (Throwable e) {
      return failed(file, e, ResultCode.IOERR_FSYNC);
    }
  }

  int fileSize(long file, long result) {
    try {
      Native.view(result, JAVA_LONG.byteSize()).set(JAVA_LONG, 0, opened(file).bytes().sizeBytes());
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_FSTAT);
    }
  }

  int lock(long file, int level) {
    try {
      return opened(file).lock(LockLevel.ofCode(level)) ? ResultCode.OK : ResultCode.BUSY;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_LOCK);
    }
  }

  int unlock(long file, int level) {
    try {
      opened(file).unlock(LockLevel.ofCode(level));
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_UNLOCK);
    }
  }

  int checkReservedLock(long file, long result) {
    try {
      int reserved = opened(file).isReserved() ? 1 : 0;
      Native.view(result, JAVA_INT.byteSize()).set(JAVA_INT, 0, reserved);
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_CHECKRESERVEDLOCK);
    }
  }

  int fileControl(long file, int operation, long argument) {
    try {
      return switch (operation) {
        case FCNTL_COMMIT_PHASETWO -> {
          opened(file).committed();
          yield ResultCode.OK;
        }
        case FCNTL_LOCKSTATE -> {
          int level = opened(file).lockLevel().code();
          Native.view(argument, JAVA_INT.byteSize()).set(JAVA_INT, 0, level);
          yield ResultCode.OK;
        }
        // Whatever is asked for: nothing is mapped.
        case FCNTL_MMAP_SIZE -> {
          Native.view(argument, JAVA_LONG.byteSize()).set(JAVA_LONG, 0, 0);
          yield ResultCode.OK;
        }
        case FCNTL_SYNC, FCNTL_SIZE_HINT, FCNTL_CHUNK_SIZE -> ResultCode.OK;
        default -> ResultCode.NOTFOUND;
      };
    } catch (Throwable e) {
      return failed(file, e, ResultCode.IOERR_WRITE);
    }
  }

  int sectorSize(long file) {
    return SECTOR_BYTES;
  }

  /** The same as SQLite's own VFS says, so that SQLite goes about everything in the same way. */
  int deviceCharacteristics(long file) {
    return IOCAP_POWERSAFE_OVERWRITE | IOCAP_SUBPAGE_READ;
  }

  int shmMap(long file, int region, int bytes, int extend, long result) {
    try {
      MemorySegment mapped = opened(file).walIndex().map(region, bytes, extend != 0);
      Native.view(result, ADDRESS.byteSize())
          .set(ADDRESS, 0, mapped == null ? MemorySegment.NULL : mapped);
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_SHMMAP);
    }
  }

  int shmLock(long file, int first, int count, int flags) {
    try {
      SharedMemory index = opened(file).walIndex();
      if ((flags & SHM_UNLOCK) != 0) {
        index.unlock(first, count);
        return ResultCode.OK;
      }
      SharedMemory.Kind kind =
          (flags & SHM_EXCLUSIVE) != 0 ? SharedMemory.Kind.EXCLUSIVE : SharedMemory.Kind.SHARED;
      return index.lock(first, count, kind) ? ResultCode.OK : ResultCode.BUSY;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_SHMLOCK);
    }
  }

  /** SQLite orders what it reads and writes in the shared memory around this. */
  void shmBarrier(long file) {
    VarHandle.fullFence();
  }

  int shmUnmap(long file, int delete) {
    try {
      opened(file).walIndex().unmap();
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_SHMMAP);
    }
  }

  /** Keeps the cause, and tells the file: what SQLite does next may be half of a rollback. */
  private int failed(long file, Throwable cause, int code) {
    try {
      opened(file).failed();
      return failures.keep(cause, code);
    } catch (Throwable e) {
      return failures.keep(cause, code);
    }
  }

  /** Makes a {@code sqlite3_file} stand for an open file. */
  void attach(long file, MemorySegment methods, OpenFile opened) {
    MemorySegment struct = Native.view(file, Layouts.FILE.byteSize());
    struct.set(JAVA_LONG, SLOT, slots.add(opened));
    struct.set(ADDRESS, 0, methods);
  }

  /** Where to tell of the calls on an open file. */
  Optional<FileTrace> trace(long file) {
    return opened(file).trace();
  }

  private OpenFile opened(long file) {
    return slots.get(slot(file));
  }

  private static int slot(long file) {
    return (int) Native.view(file, Layouts.FILE.byteSize()).get(JAVA_LONG, SLOT);
  }
}
