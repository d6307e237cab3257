package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.chunk.StoreException.LogRefused.Usable;
import dev.kvsql.disk.BrokenFramesException;
import dev.kvsql.disk.BrokenFramesException.Extent;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a store, open and locked: the MapDB file and, when there is one, the redo log. One
 * writer or many readers, over all processes of the machine. The lock lies on the store file
 * itself, so that reading creates nothing; it goes when the process does.
 */
final class StoreFiles implements AutoCloseable {
  private static final byte MAPDB_MAGIC = 0x4A;
  private static final String SQLITE_MAGIC = "SQLite format 3\0";

  private final Disk disk;
  private final Path path;
  private final LockedFile base;
  private final Access access;
  private @Nullable DiskFile logFile;
  private @Nullable RedoLog log;

  /**
   * @param path of the store, without links: the log lies beside the file itself
   */
  private StoreFiles(Disk disk, Path path, LockedFile base, Access access) {
    this.disk = disk;
    this.path = path;
    this.base = base;
    this.access = access;
  }

  /**
   * Opens and locks an existing store.
   *
   * @param patience how long to wait for a lock of another process
   */
  static StoreFiles open(Disk disk, Path path, Access access, Duration patience) {
    StoreFiles files = openWithoutLog(disk, path, access, patience);
    try {
      byte[] sector = files.firstSector();
      files.openLog(sector);
      files.requireStore(sector);
      files.dropEmptyLog();
      return files;
    } catch (IOException e) {
      files.close();
      throw new StoreException.Failed(path + ": cannot be opened: " + reason(e), e);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** Opens and locks the store file, whatever state it and its log are in. */
  static StoreFiles openWithoutLog(Disk disk, Path path, Access access, Duration patience) {
    requireFile(disk, path);
    try {
      Path real = disk.realPath(path);
      return new StoreFiles(disk, real, LockedFile.open(disk, real, access, patience), access);
    } catch (NoSuchFileException e) {
      throw new StoreException.Missing(path + ": no such file");
    } catch (AccessDeniedException e) {
      String hint = access == Access.WRITE && Files.isReadable(path) ? " to write" : "";
      throw new StoreException.Failed(path + ": permission denied" + hint, e);
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be opened: " + reason(e), e);
    }
  }

  /** Creates a store file, which must not exist, and locks it. */
  static StoreFiles create(Disk disk, Path path) {
    if (disk.exists(logPath(path)) && !disk.exists(path)) {
      throw new StoreException.Failed(
          logPath(path)
              + ": the redo log of a store that is not there; move it away, or back to it",
          null);
    }
    try {
      Path real = realParent(disk, path).resolve(path.getFileName());
      return new StoreFiles(disk, real, LockedFile.create(disk, real), Access.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new StoreException.Failed(path + ": exists already; nothing was changed", e);
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be created: " + reason(e), e);
    }
  }

  Path path() {
    return path;
  }

  DiskFile base() {
    return base.file();
  }

  Access access() {
    return access;
  }

  /** The redo log, if it has commits or can take some. */
  Optional<RedoLog> log() {
    return Optional.ofNullable(log);
  }

  /**
   * How long the store is as of its last commit, in bytes. The file may be longer: what a commit
   * put into it that was never finished is behind that, and so are pages that MapDB does not use
   * yet.
   */
  long storeBytes() throws IOException {
    RedoLog redo = log;
    if (redo != null && !redo.isEmpty()) {
      return redo.storeBytes();
    }
    long bytes = base().size();
    return Math.min(bytes, MapDbHeader.pagesEnd(firstSector()).orElse(bytes));
  }

  /** Makes a redo log, durably; there must be none. */
  RedoLog createLog() throws IOException {
    DiskFile created = disk.open(logPath(path), Disk.Opening.CREATE);
    try {
      byte[] sector = firstSector();
      RedoLog redo = RedoLog.create(created, StoreState.of(sector), sector);
      disk.forceNameOf(path);
      logFile = created;
      log = redo;
      return redo;
    } catch (IOException | RuntimeException e) {
      try {
        created.close();
        disk.delete(logPath(path));
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  /** Removes the redo log, durably; what it held must be in the store file. */
  void deleteLog() throws IOException {
    DiskFile present = logFile;
    if (present != null) {
      present.close();
      logFile = null;
      log = null;
      disk.delete(logPath(path));
      disk.forceNameOf(path);
    }
  }

  @Override
  public void close() {
    try {
      base.close();
      if (logFile != null) {
        logFile.close();
      }
    } catch (IOException e) {
      throw new StoreException.Failed(path + ": cannot be closed: " + reason(e), e);
    }
  }

  /** The redo log's path: beside the store, named after it. */
  static Path logPath(Path store) {
    return store.resolveSibling(store.getFileName() + ".redo");
  }

  /** The reason of a failed file operation in a few words. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static Path realParent(Disk disk, Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path : disk.realPath(parent);
  }

  /**
   * A log that may be damaged, after its last commit before the damage.
   *
   * @throws StoreException.LogRefused when not a commit of it can be used
   */
  RedoLog damagedLog(DiskFile file) throws IOException {
    try {
      RedoLog redo =
          RedoLog.openToDamage(file)
              .orElseThrow(() -> new BrokenFramesException("has no commit", Extent.ALL));
      redo.requireBelongsTo(firstSector(), base().size());
      redo.requireNothingLaterInFile();
      return redo;
    } catch (BrokenFramesException e) {
      throw refused(e);
    }
  }

  /** The first 512 bytes of the store file, or zeros where it has none. */
  byte[] firstSector() throws IOException {
    ByteBuffer sector = ByteBuffer.allocate(StoreState.SECTOR_BYTES);
    base().read(sector, 0);
    return sector.array();
  }

  private void openLog(byte[] sector) throws IOException {
    Path logPath = logPath(path);
    if (!disk.exists(logPath)) {
      return;
    }
    DiskFile found = disk.open(logPath, access.opening());
    logFile = found;
    try {
      Optional<RedoLog> redo = RedoLog.open(found);
      if (redo.isPresent() && !redo.get().isEmpty()) {
        redo.get().requireBelongsTo(sector, base().size());
        log = redo.get();
      }
    } catch (BrokenFramesException e) {
      throw refused(e);
    }
  }

  /** What a log that cannot be used means for the store, and what can be done. */
  StoreException.LogRefused refused(BrokenFramesException e) {
    String problem = logPath(path) + ": " + e.getMessage();
    return switch (e.extent()) {
      case ALL ->
          new StoreException.LogRefused(
              problem,
              "put the two files back that belong together, or move it away to go on without its"
                  + " commits",
              Usable.NOTHING,
              e);
      case FROM_A_FRAME_ON ->
          new StoreException.LogRefused(
              problem,
              "to go on with the commits before: kvsql repair "
                  + path
                  + " --apply --allow STORE-LOG",
              Usable.COMMITS_BEFORE_DAMAGE,
              e);
    };
  }

  private static void requireFile(Disk disk, Path path) {
    switch (disk.kind(path)) {
      case FILE -> {}
      case NOTHING -> throw new StoreException.Missing(path + ": no such file");
      case DIRECTORY -> throw new StoreException.Missing(path + ": is a directory, not a store");
      case OTHER -> throw new StoreException.Missing(path + ": not a regular file, so not a store");
    }
  }

  /** A process that was killed may leave a log that never had a commit, or has none any more. */
  private void dropEmptyLog() throws IOException {
    if (log == null && access == Access.WRITE) {
      deleteLog();
    }
  }

  /** Whether a file starts as MapDB files do. */
  static boolean isStore(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == MAPDB_MAGIC;
    } catch (IOException e) {
      return false;
    }
  }

  private void requireStore(byte[] sector) throws IOException {
    // A power failure during the first checkpoint can leave zeros where the log has the first page.
    if (sector[0] == MAPDB_MAGIC || (sector[0] == 0 && log != null)) {
      return;
    }
    if (base().size() == 0) {
      throw new StoreException.Missing(path + ": empty (0 bytes), not a store");
    }
    if (Arrays.equals(sector, new byte[StoreState.SECTOR_BYTES])) {
      throw new StoreException.Damaged(
          path + ": its first 512 bytes are zeros, where the header of a store is", null);
    }
    byte[] start = Arrays.copyOf(sector, SQLITE_MAGIC.length());
    if (new String(start, StandardCharsets.ISO_8859_1).equals(SQLITE_MAGIC)) {
      throw new StoreException.Missing(
          path + ": a SQLite file, not a store; put it into one with: kvsql import NEW.kv " + path);
    }
    throw new StoreException.Missing(path + ": not a store: it does not start as MapDB files do");
  }
}
