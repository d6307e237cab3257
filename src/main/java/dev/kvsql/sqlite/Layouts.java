package dev.kvsql.sqlite;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * SQLite's structs and function types on 64-bit machines, after sqlite.org/c3ref/vfs.html and
 * sqlite.org/c3ref/io_methods.html.
 */
final class Layouts {
  /** {@code sqlite3_vfs}, version 3. */
  static final StructLayout VFS =
      MemoryLayout.structLayout(
          JAVA_INT.withName("iVersion"),
          JAVA_INT.withName("szOsFile"),
          JAVA_INT.withName("mxPathname"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          ADDRESS.withName("zName"),
          ADDRESS.withName("pAppData"),
          ADDRESS.withName("xOpen"),
          ADDRESS.withName("xDelete"),
          ADDRESS.withName("xAccess"),
          ADDRESS.withName("xFullPathname"),
          ADDRESS.withName("xDlOpen"),
          ADDRESS.withName("xDlError"),
          ADDRESS.withName("xDlSym"),
          ADDRESS.withName("xDlClose"),
          ADDRESS.withName("xRandomness"),
          ADDRESS.withName("xSleep"),
          ADDRESS.withName("xCurrentTime"),
          ADDRESS.withName("xGetLastError"),
          ADDRESS.withName("xCurrentTimeInt64"),
          ADDRESS.withName("xSetSystemCall"),
          ADDRESS.withName("xGetSystemCall"),
          ADDRESS.withName("xNextSystemCall"));

  /** {@code sqlite3_io_methods}, version 2: with shared memory, without memory mapping. */
  static final StructLayout IO_METHODS =
      MemoryLayout.structLayout(
          JAVA_INT.withName("iVersion"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("xClose"),
          ADDRESS.withName("xRead"),
          ADDRESS.withName("xWrite"),
          ADDRESS.withName("xTruncate"),
          ADDRESS.withName("xSync"),
          ADDRESS.withName("xFileSize"),
          ADDRESS.withName("xLock"),
          ADDRESS.withName("xUnlock"),
          ADDRESS.withName("xCheckReservedLock"),
          ADDRESS.withName("xFileControl"),
          ADDRESS.withName("xSectorSize"),
          ADDRESS.withName("xDeviceCharacteristics"),
          ADDRESS.withName("xShmMap"),
          ADDRESS.withName("xShmLock"),
          ADDRESS.withName("xShmBarrier"),
          ADDRESS.withName("xShmUnmap"));

  /** Our {@code sqlite3_file}: the methods, as SQLite requires, and which open file it is. */
  static final StructLayout FILE =
      MemoryLayout.structLayout(ADDRESS.withName("pMethods"), JAVA_LONG.withName("slot"));

  /**
   * A pointer in a function type: as a plain number it needs no object, so that an upcall allocates
   * nothing before it can catch a failure. 64-bit machines pass both alike.
   */
  private static final ValueLayout.OfLong POINTER = JAVA_LONG;

  static final FunctionDescriptor OPEN =
      FunctionDescriptor.of(JAVA_INT, POINTER, POINTER, POINTER, JAVA_INT, POINTER);
  static final FunctionDescriptor DELETE =
      FunctionDescriptor.of(JAVA_INT, POINTER, POINTER, JAVA_INT);
  static final FunctionDescriptor ACCESS =
      FunctionDescriptor.of(JAVA_INT, POINTER, POINTER, JAVA_INT, POINTER);
  static final FunctionDescriptor FULL_PATHNAME =
      FunctionDescriptor.of(JAVA_INT, POINTER, POINTER, JAVA_INT, POINTER);
  static final FunctionDescriptor LAST_ERROR =
      FunctionDescriptor.of(JAVA_INT, POINTER, JAVA_INT, POINTER);
  static final FunctionDescriptor FILE_ONLY = FunctionDescriptor.of(JAVA_INT, POINTER);
  static final FunctionDescriptor TRANSFER =
      FunctionDescriptor.of(JAVA_INT, POINTER, POINTER, JAVA_INT, JAVA_LONG);
  static final FunctionDescriptor TRUNCATE = FunctionDescriptor.of(JAVA_INT, POINTER, JAVA_LONG);
  static final FunctionDescriptor FILE_AND_INT = FunctionDescriptor.of(JAVA_INT, POINTER, JAVA_INT);
  static final FunctionDescriptor FILE_AND_RESULT =
      FunctionDescriptor.of(JAVA_INT, POINTER, POINTER);
  static final FunctionDescriptor FILE_CONTROL =
      FunctionDescriptor.of(JAVA_INT, POINTER, JAVA_INT, POINTER);

  static final FunctionDescriptor SHM_MAP =
      FunctionDescriptor.of(JAVA_INT, POINTER, JAVA_INT, JAVA_INT, JAVA_INT, POINTER);
  static final FunctionDescriptor SHM_LOCK =
      FunctionDescriptor.of(JAVA_INT, POINTER, JAVA_INT, JAVA_INT, JAVA_INT);
  static final FunctionDescriptor SHM_BARRIER = FunctionDescriptor.ofVoid(POINTER);

  private Layouts() {}

  /** Where a field of a struct lies, in bytes. */
  static long offset(StructLayout struct, String field) {
    return struct.byteOffset(groupElement(field));
  }
}
