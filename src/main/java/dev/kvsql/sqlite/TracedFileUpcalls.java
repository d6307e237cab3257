package dev.kvsql.sqlite;

import dev.kvsql.vfs.FileCall;
import dev.kvsql.vfs.FileTrace;
import org.jspecify.annotations.Nullable;

/**
 * The same calls as {@link FileUpcalls}, measured while somebody listens. Only files of mounts that
 * have a trace get these; for others it costs nothing that there are some. Nothing that is thrown
 * may leave these methods.
 */
final class TracedFileUpcalls {
  private static final long NOWHERE = 0;

  private final FileUpcalls plain;

  TracedFileUpcalls(FileUpcalls plain) {
    this.plain = plain;
  }

  int close(long file) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.close(file);
    return told(trace, FileCall.CLOSE, NOWHERE, 0, start, code);
  }

  int read(long file, long buffer, int bytes, long offset) {
    FileTrace trace = listener(file);
    if (trace == null) {
      return plain.read(file, buffer, bytes, offset);
    }
    long start = System.nanoTime();
    int code = plain.read(file, buffer, bytes, offset);
    return told(trace, FileCall.READ, offset, bytes, start, code);
  }

  int write(long file, long buffer, int bytes, long offset) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.write(file, buffer, bytes, offset);
    return told(trace, FileCall.WRITE, offset, bytes, start, code);
  }

  int truncate(long file, long sizeBytes) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.truncate(file, sizeBytes);
    return told(trace, FileCall.TRUNCATE, sizeBytes, 0, start, code);
  }

  int sync(long file, int flags) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.sync(file, flags);
    return told(trace, FileCall.SYNC, NOWHERE, 0, start, code);
  }

  int fileSize(long file, long result) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.fileSize(file, result);
    return told(trace, FileCall.FILE_SIZE, NOWHERE, 0, start, code);
  }

  int lock(long file, int level) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.lock(file, level);
    return told(trace, FileCall.LOCK, NOWHERE, 0, start, code);
  }

  int unlock(long file, int level) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.unlock(file, level);
    return told(trace, FileCall.UNLOCK, NOWHERE, 0, start, code);
  }

  int checkReservedLock(long file, long result) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.checkReservedLock(file, result);
    return told(trace, FileCall.CHECK_RESERVED_LOCK, NOWHERE, 0, start, code);
  }

  int fileControl(long file, int operation, long argument) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.fileControl(file, operation, argument);
    return told(trace, FileCall.FILE_CONTROL, NOWHERE, 0, start, code);
  }

  int sectorSize(long file) {
    return plain.sectorSize(file);
  }

  int deviceCharacteristics(long file) {
    return plain.deviceCharacteristics(file);
  }

  int shmMap(long file, int region, int bytes, int extend, long result) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.shmMap(file, region, bytes, extend, result);
    return told(trace, FileCall.SHM, NOWHERE, 0, start, code);
  }

  int shmLock(long file, int first, int count, int flags) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.shmLock(file, first, count, flags);
    return told(trace, FileCall.SHM, NOWHERE, 0, start, code);
  }

  void shmBarrier(long file) {
    plain.shmBarrier(file);
  }

  int shmUnmap(long file, int delete) {
    FileTrace trace = listener(file);
    long start = System.nanoTime();
    int code = plain.shmUnmap(file, delete);
    return told(trace, FileCall.SHM, NOWHERE, 0, start, code);
  }

  /** Whoever listens to a file; a call is made whether that can be told or not. */
  private @Nullable FileTrace listener(long file) {
    try {
      return plain.trace(file).filter(FileTrace::isListening).orElse(null);
    } catch (Throwable e) {
      return null;
    }
  }

  private static int told(
      @Nullable FileTrace trace, FileCall call, long offset, long bytes, long start, int code) {
    if (trace != null) {
      try {
        trace.called(call, offset, bytes, System.nanoTime() - start);
      } catch (Throwable e) {
        // What SQLite asked for is done all the same.
        return code;
      }
    }
    return code;
  }
}
