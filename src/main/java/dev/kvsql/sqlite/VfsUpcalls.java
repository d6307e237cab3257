package dev.kvsql.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kvsql.chunk.Durability;
import dev.kvsql.vfs.MountedStore;
import dev.kvsql.vfs.NamedFile;
import dev.kvsql.vfs.Namespace;
import dev.kvsql.vfs.OpenFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What SQLite calls on the VFS. Names of mounted stores' files go to these; every other name, and
 * files without one (temporary files, the sorter's), to SQLite's own VFS. Nothing that is thrown
 * may leave these methods.
 */
final class VfsUpcalls {
  private static final int OPEN_READONLY = 0x1;
  private static final int OPEN_READWRITE = 0x2;
  private static final int OPEN_CREATE = 0x4;
  private static final int OPEN_MAIN_DB = 0x100;
  private static final int MOST_NAME_BYTES = 4096;

  private final Namespace names;
  private final DefaultVfs defaults;
  private final FileUpcalls files;
  private final FileMethods fileMethods;
  private final Failures failures;

  VfsUpcalls(
      Namespace names,
      DefaultVfs defaults,
      FileUpcalls files,
      FileMethods fileMethods,
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
      return name == 0
          ? defaults.open(name, file, flags, outFlags)
          : openNamed(name, file, flags, outFlags);
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.CANTOPEN);
    }
  }

  private int openNamed(long name, long file, int flags, long outFlags) throws Throwable {
    String text = text(name);
    Optional<MountedStore> mounted =
        (flags & OPEN_MAIN_DB) == 0
            ? Optional.empty()
            : names.mountFor(text, (flags & OPEN_READONLY) != 0);
    try {
      Optional<NamedFile> named = names.find(text);
      if (named.isEmpty() && !Namespace.isMadeUp(text)) {
        return defaults.open(name, file, flags, outFlags);
      }
      Optional<OpenFile> opened = named.flatMap(found -> found.open((flags & OPEN_CREATE) != 0));
      if (opened.isEmpty()) {
        return ResultCode.CANTOPEN;
      }
      attach(file, opened.get());
      if (outFlags != 0) {
        int access =
            named.get().isReadOnly() ? OPEN_READONLY : flags & (OPEN_READONLY | OPEN_READWRITE);
        Native.view(outFlags, JAVA_INT.byteSize()).set(JAVA_INT, 0, access);
      }
      return ResultCode.OK;
    } finally {
      mounted.ifPresent(MountedStore::giveBack);
    }
  }

  /** A file that SQLite does not get to know nobody would close. */
  private void attach(long file, OpenFile opened) {
    try {
      files.attach(file, fileMethods.of(opened), opened);
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  int delete(long vfs, long name, int syncDirectory) {
    try {
      String text = text(name);
      Optional<NamedFile> named = names.find(text);
      if (named.isEmpty() && !Namespace.isMadeUp(text)) {
        return defaults.delete(name, syncDirectory);
      }
      Durability durability = syncDirectory == 0 ? Durability.LAZY : Durability.FORCED;
      boolean was = named.map(file -> file.delete(durability)).orElse(false);
      return was ? ResultCode.OK : ResultCode.IOERR_DELETE_NOENT;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_DELETE);
    }
  }

  int access(long vfs, long name, int flags, long result) {
    try {
      String text = text(name);
      Optional<NamedFile> named = names.find(text);
      if (named.isEmpty() && !Namespace.isMadeUp(text)) {
        return defaults.access(name, flags, result);
      }
      boolean exists = named.map(NamedFile::exists).orElse(false);
      Native.view(result, JAVA_INT.byteSize()).set(JAVA_INT, 0, exists ? 1 : 0);
      return ResultCode.OK;
    } catch (Throwable e) {
      return failures.keep(e, ResultCode.IOERR_ACCESS);
    }
  }

  int fullPathname(long vfs, long name, int outBytes, long out) {
    try {
      Optional<String> full = names.fullName(text(name));
      if (full.isEmpty()) {
        return defaults.fullPathname(name, outBytes, out);
      }
      byte[] bytes = full.get().getBytes(StandardCharsets.UTF_8);
      if (bytes.length >= outBytes) {
        return ResultCode.CANTOPEN_FULLPATH;
      }
      MemorySegment buffer = Native.view(out, outBytes);
      MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);
      buffer.set(JAVA_BYTE, bytes.length, (byte) 0);
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
        byte[] text = Failures.text(cause).getBytes(StandardCharsets.UTF_8);
        int count = Math.min(text.length, bytes - 1);
        MemorySegment.copy(text, 0, buffer, JAVA_BYTE, 0, count);
        buffer.set(JAVA_BYTE, count, (byte) 0);
      }
      return 0;
    } catch (Throwable e) {
      // What failed first is worth more than that it could not be told.
      return 0;
    }
  }

  private static String text(long name) {
    return Native.view(name, MOST_NAME_BYTES).getString(0);
  }
}
