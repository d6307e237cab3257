package dev.kvsql.sqlite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/**
 * The VFS that SQLite uses when none is named. sqlite-jdbc exports no symbol of SQLite, so it is
 * found through an open connection: the driver keeps the {@code sqlite3*}, whose first word points
 * to it.
 */
final class DefaultVfs {
  private static final int MOST_VFSES = 32;
  private static final int MOST_NAME_BYTES = 64;
  private static final Set<String> NAMES = Set.of("unix", "win32");

  private final MemorySegment vfs;
  private final MethodHandle open;
  private final MethodHandle delete;
  private final MethodHandle access;
  private final MethodHandle fullPathname;

  private DefaultVfs(MemorySegment vfs) {
    this.vfs = vfs;
    open = function("xOpen", Layouts.OPEN);
    delete = function("xDelete", Layouts.DELETE);
    access = function("xAccess", Layouts.ACCESS);
    fullPathname = function("xFullPathname", Layouts.FULL_PATHNAME);
  }

  /**
   * Finds the VFS of the SQLite inside this JVM.
   *
   * @throws SQLException when what is found does not look like one
   */
  static DefaultVfs find() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      long handle = pointer(connection);
      if (handle == 0) {
        throw new SQLException("sqlite-jdbc has no open database handle");
      }
      MemorySegment first = Native.view(handle, ADDRESS.byteSize()).get(ADDRESS, 0);
      MemorySegment vfs = Native.view(first.address(), Layouts.VFS.byteSize());
      requireVfsList(vfs);
      return new DefaultVfs(vfs);
    }
  }

  private static long pointer(Connection connection) throws SQLException {
    Object database = connection.unwrap(SQLiteConnection.class).getDatabase();
    try {
      Field pointer = Class.forName("org.sqlite.core.NativeDB").getDeclaredField("pointer");
      pointer.setAccessible(true);
      return pointer.getLong(database);
    } catch (ReflectiveOperationException e) {
      throw new SQLException("this sqlite-jdbc keeps its database handle elsewhere", e);
    }
  }

  private static void requireVfsList(MemorySegment first) throws SQLException {
    MemorySegment next = first;
    for (int count = 0; next.address() != 0; count++) {
      MemorySegment vfs = Native.view(next.address(), Layouts.VFS.byteSize());
      int version = vfs.get(JAVA_INT, Layouts.offset(Layouts.VFS, "iVersion"));
      int fileBytes = vfs.get(JAVA_INT, Layouts.offset(Layouts.VFS, "szOsFile"));
      int nameBytes = vfs.get(JAVA_INT, Layouts.offset(Layouts.VFS, "mxPathname"));
      boolean plausible =
          version >= 1
              && version <= 3
              && fileBytes > 0
              && fileBytes < 1 << 16
              && nameBytes >= 64
              && nameBytes < 1 << 20
              && count < MOST_VFSES;
      if (!plausible || (count == 0 && !NAMES.contains(name(vfs)))) {
        throw new SQLException("what sqlite-jdbc points to does not look like SQLite's VFS list");
      }
      next = vfs.get(ADDRESS, Layouts.offset(Layouts.VFS, "pNext"));
    }
  }

  private static String name(MemorySegment vfs) {
    MemorySegment name = vfs.get(ADDRESS, Layouts.offset(Layouts.VFS, "zName"));
    return name.address() == 0 ? "" : Native.view(name.address(), MOST_NAME_BYTES).getString(0);
  }

  /** The struct itself. */
  MemorySegment struct() {
    return vfs;
  }

  int fileBytes() {
    return vfs.get(JAVA_INT, Layouts.offset(Layouts.VFS, "szOsFile"));
  }

  int open(long name, long file, int flags, long outFlags) throws Throwable {
    return (int) open.invokeExact(vfs.address(), name, file, flags, outFlags);
  }

  int delete(long name, int syncDirectory) throws Throwable {
    return (int) delete.invokeExact(vfs.address(), name, syncDirectory);
  }

  int access(long name, int flags, long result) throws Throwable {
    return (int) access.invokeExact(vfs.address(), name, flags, result);
  }

  int fullPathname(long name, int outBytes, long out) throws Throwable {
    return (int) fullPathname.invokeExact(vfs.address(), name, outBytes, out);
  }

  private MethodHandle function(String field, FunctionDescriptor type) {
    return Native.function(vfs.get(ADDRESS, Layouts.offset(Layouts.VFS, field)), type);
  }
}
