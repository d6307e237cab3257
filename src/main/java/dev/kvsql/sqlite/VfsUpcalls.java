package dev.kvsql.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kvsql.chunk.Durability;
import dev.kvsql.chunk.FileTag;
import dev.kvsql.vfs.DatabaseFiles;
import dev.kvsql.vfs.OpenFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What SQLite calls on the VFS. Names of mounted databases go to their {@link DatabaseFiles}; every
 * other name, and files without one (temporary files, the sorter's), to SQLite's own VFS. Nothing
 * that is thrown may leave these methods.
 */
final class VfsUpcalls {
  private static final int OPEN_READONLY = 0x1;
  private static final int OPEN_READWRITE = 0x2;
  private static final int OPEN_CREATE = 0x4;
  private static final int MOST_NAME_BYTES = 4096;

  private final MountNames names;
  private final DefaultVfs defaults;
  private final FileUpcalls files;
  private final MemorySegment fileMethods;
  private final Failures failures;

  VfsUpcalls(
      MountNames names,
      DefaultVfs defaults,
      FileUpcalls files,
      MemorySegment fileMethods,
      Failures failures) {
    this.names = names;
    this.defaults = defaults;
    this.files = files;
    this.fileMethods = fileMethods;
    this.failures = failures;
  }

  int open(long vfs, long name, long file, int flags, long outFlags) {
    try {
      // Without methods SQLite knows that there is nothing to close.
      Native.view(file, Layouts.FILE.byteSize()).set(ADDRESS, 0, MemorySegment.NULL);
      if (!isMounted(name)) {
        return defaults.open(name, file, flags, outFlags);
      }
      Optional<OpenFile> opened = open(text(name), (flags & OPEN_CREATE) != 0);
      if (opened.isEmpty()) {
        return ResultCode.CANTOPEN;
      }
      files.attach(file, fileMethods, opened.get());
      if (outFlags != 0) {
        int access = flags & (OPEN_READONLY | OPEN_READWRITE);
        Native.view(outFlags, JAVA_INT.byteSize()).set(JAVA_INT, 0, access);
      }
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.CANTOPEN);
    }
  }

  private Optional<OpenFile> open(String name, boolean create) {
    return names
        .find(name)
        .flatMap(target ->
            create
                ? Optional.of(target.files().openOrCreate(target.tag()))
                : target.files().open(target.tag()));
  }

  int delete(long vfs, long name, int syncDirectory) {
    try {
      if (!isMounted(name)) {
        return defaults.delete(name, syncDirectory);
      }
      Durability durability = syncDirectory == 0 ? Durability.LAZY : Durability.FORCED;
      boolean was =
          names
              .find(text(name))
              .map(target -> target.files().delete(target.tag(), durability))
              .orElse(false);
      return was ? ResultCode.OK : ResultCode.IOERR_DELETE_NOENT;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_DELETE);
    }
  }

  int access(long vfs, long name, int flags, long result) {
    try {
      if (!isMounted(name)) {
        return defaults.access(name, flags, result);
      }
      boolean exists =
          names.find(text(name)).map(target -> target.files().exists(target.tag())).orElse(false);
      Native.view(result, JAVA_INT.byteSize()).set(JAVA_INT, 0, exists ? 1 : 0);
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_ACCESS);
    }
  }

  int fullPathname(long vfs, long name, int outBytes, long out) {
    try {
      if (!isMounted(name)) {
        return defaults.fullPathname(name, outBytes, out);
      }
      String text = text(name);
      if (text.length() >= outBytes) {
        return ResultCode.CANTOPEN_FULLPATH;
      }
      Native.view(out, outBytes).setString(0, text);
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.CANTOPEN_FULLPATH);
    }
  }

  /**
   * SQLite keeps the number for {@code sqlite3_system_errno}; there is none, but a text there is.
   */
  int lastError(long vfs, int bytes, long out) {
    try {
      Throwable cause = failures.peek();
      if (cause != null && bytes > 0 && out != 0) {
        MemorySegment buffer = Native.view(out, bytes);
        byte[] text = String.valueOf(cause.getMessage()).getBytes(StandardCharsets.UTF_8);
        int count = Math.min(text.length, bytes - 1);
        MemorySegment.copy(text, 0, buffer, JAVA_BYTE, 0, count);
        buffer.set(JAVA_BYTE, count, (byte) 0);
      }
      return 0;
    } catch (Throwable e) {
      return failures.keep(e, 0);
    }
  }

  private static boolean isMounted(long name) {
    return name != 0 && MountNames.isMounted(text(name));
  }

  private static String text(long name) {
    return Native.view(name, MOST_NAME_BYTES).getString(0);
  }

  /** One file of one mounted database. */
  record Target(DatabaseFiles files, FileTag tag) {}
}
