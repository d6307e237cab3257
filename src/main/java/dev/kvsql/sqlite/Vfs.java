package dev.kvsql.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kvsql.vfs.Namespace;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.sql.SQLException;

/**
 * The VFS {@code kvsql}, linked into the list of the SQLite inside this JVM. There is one SQLite in
 * a process, so there is one of these; it stays until the process ends.
 */
final class Vfs {
  static final String NAME = "kvsql";

  /** With {@code xCurrentTimeInt64}, without system calls. */
  private static final int VERSION = 2;

  private final SharedStores stores = new SharedStores();
  private final Namespace names = new Namespace(stores);
  private final Failures failures = new Failures();

  private Vfs() throws SQLException {
    link(DefaultVfs.find());
  }

  private static final class Holder {
    static final Vfs INSTANCE;

    static {
      try {
        INSTANCE = new Vfs();
      } catch (SQLException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  /**
   * The VFS, linked at the first call.
   *
   * @throws SQLException when this SQLite cannot take it
   */
  static Vfs linked() throws SQLException {
    try {
      return Holder.INSTANCE;
    } catch (LinkageError e) {
      throw new SQLException(
          "the VFS cannot be linked into sqlite-jdbc, whose library is unpacked into "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + rootMessage(e),
          e);
    }
  }

  /** The names of everything that is mounted. */
  Namespace names() {
    return names;
  }

  /** The stores that are open by path. */
  SharedStores stores() {
    return stores;
  }

  Failures failures() {
    return failures;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }

  private void link(DefaultVfs defaults) {
    Arena forever = Arena.global();
    FileUpcalls files = new FileUpcalls(new OpenSlots(), failures);
    FileMethods methods =
        new FileMethods(
            fileMethods(files, forever), () -> fileMethods(new TracedFileUpcalls(files), forever));
    VfsUpcalls calls = new VfsUpcalls(names, defaults, files, methods, failures);
    MemorySegment vfs = forever.allocate(Layouts.VFS);
    vfs.copyFrom(defaults.struct());
    setInt(vfs, "iVersion", VERSION);
    setInt(vfs, "szOsFile", Math.max(defaults.fileBytes(), (int) Layouts.FILE.byteSize()));
    setInt(vfs, "mxPathname", Namespace.MOST_NAME_BYTES);
    set(vfs, "zName", forever.allocateFrom(NAME));
    Stubs stubs = new Stubs(calls, MethodHandles.lookup(), forever);
    set(vfs, "xOpen", stubs.of("open", Layouts.OPEN));
    set(vfs, "xDelete", stubs.of("delete", Layouts.DELETE));
    set(vfs, "xAccess", stubs.of("access", Layouts.ACCESS));
    set(vfs, "xFullPathname", stubs.of("fullPathname", Layouts.FULL_PATHNAME));
    set(vfs, "xGetLastError", stubs.of("lastError", Layouts.LAST_ERROR));
    // SQLite walks this list under its own lock; ours is whole before the default points to it.
    long next = Layouts.offset(Layouts.VFS, "pNext");
    vfs.set(ADDRESS, next, defaults.struct().get(ADDRESS, next));
    defaults.struct().set(ADDRESS, next, vfs);
  }

  /** The struct of the methods of an object that has one for each of its fields. */
  private static MemorySegment fileMethods(Object files, Arena forever) {
    MemorySegment methods = forever.allocate(Layouts.IO_METHODS);
    methods.set(JAVA_INT, Layouts.offset(Layouts.IO_METHODS, "iVersion"), FileUpcalls.VERSION);
    Stubs stubs = new Stubs(files, MethodHandles.lookup(), forever);
    setMethod(methods, "xClose", stubs.of("close", Layouts.FILE_ONLY));
    setMethod(methods, "xRead", stubs.of("read", Layouts.TRANSFER));
    setMethod(methods, "xWrite", stubs.of("write", Layouts.TRANSFER));
    setMethod(methods, "xTruncate", stubs.of("truncate", Layouts.TRUNCATE));
    setMethod(methods, "xSync", stubs.of("sync", Layouts.FILE_AND_INT));
    setMethod(methods, "xFileSize", stubs.of("fileSize", Layouts.FILE_AND_RESULT));
    setMethod(methods, "xLock", stubs.of("lock", Layouts.FILE_AND_INT));
    setMethod(methods, "xUnlock", stubs.of("unlock", Layouts.FILE_AND_INT));
    setMethod(
        methods, "xCheckReservedLock", stubs.of("checkReservedLock", Layouts.FILE_AND_RESULT));
    setMethod(methods, "xFileControl", stubs.of("fileControl", Layouts.FILE_CONTROL));
    setMethod(methods, "xSectorSize", stubs.of("sectorSize", Layouts.FILE_ONLY));
    setMethod(
        methods, "xDeviceCharacteristics", stubs.of("deviceCharacteristics", Layouts.FILE_ONLY));
    setMethod(methods, "xShmMap", stubs.of("shmMap", Layouts.SHM_MAP));
    setMethod(methods, "xShmLock", stubs.of("shmLock", Layouts.SHM_LOCK));
    setMethod(methods, "xShmBarrier", stubs.of("shmBarrier", Layouts.SHM_BARRIER));
    setMethod(methods, "xShmUnmap", stubs.of("shmUnmap", Layouts.FILE_AND_INT));
    return methods;
  }

  private static void setMethod(MemorySegment methods, String field, MemorySegment stub) {
    methods.set(ADDRESS, Layouts.offset(Layouts.IO_METHODS, field), stub);
  }

  private static void set(MemorySegment vfs, String field, MemorySegment value) {
    vfs.set(ADDRESS, Layouts.offset(Layouts.VFS, field), value);
  }

  private static void setInt(MemorySegment vfs, String field, int value) {
    vfs.set(JAVA_INT, Layouts.offset(Layouts.VFS, field), value);
  }

  /** Native functions that call methods of one object. */
  private record Stubs(Object target, MethodHandles.Lookup lookup, Arena arena) {
    MemorySegment of(String method, FunctionDescriptor type) {
      try {
        MethodHandle handle = lookup.bind(target, method, type.toMethodType());
        return Native.callback(handle, type, arena);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("no upcall " + method, e);
      }
    }
  }
}
