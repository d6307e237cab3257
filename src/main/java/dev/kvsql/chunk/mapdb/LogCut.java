package dev.kvsql.chunk.mapdb;

import dev.kvsql.chunk.StoreException;
import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The end of a redo log that is damaged in the middle: the commits before the damage stay, what
 * comes after it is cut off, and the whole log is kept under another name.
 *
 * @param commits that stay
 * @param droppedBytes of the log, from the damaged commit on
 * @param kept what the log as it is now is called afterwards
 */
public record LogCut(long commits, long droppedBytes, Path kept) {
  /** What a cut would come to; changes nothing. */
  public static LogCut plan(Path path, Duration patience) {
    return with(path, Access.READ, patience, (log, redo) -> of(log, redo, path));
  }

  /**
   * Cuts the log.
   *
   * @throws StoreException.LogRefused when the log is not this store's
   */
  public static LogCut carryOut(Path path, Duration patience) {
    return with(
        path,
        Access.WRITE,
        patience,
        (log, redo) -> {
          LogCut cut = of(log, redo, path);
          copy(StoreFiles.logPath(path.toRealPath()), cut.kept());
          log.truncate(redo.end());
          log.force();
          return cut;
        });
  }

  private interface Step {
    LogCut run(DiskFile log, RedoLog redo) throws IOException;
  }

  private static LogCut with(Path path, Access access, Duration patience, Step step) {
    Disk disk = LocalDisk.shared();
    try (StoreFiles files = StoreFiles.openWithoutLog(disk, path, access, patience);
        DiskFile log = disk.open(StoreFiles.logPath(files.path()), access.opening())) {
      return step.run(log, files.damagedLog(log));
    } catch (IOException e) {
      throw new StoreException.Failed(
          StoreFiles.logPath(path) + ": cannot be cut: " + StoreFiles.reason(e), e);
    }
  }

  private static LogCut of(DiskFile log, RedoLog redo, Path path) throws IOException {
    return new LogCut(
        redo.commits(),
        log.size() - redo.end(),
        NewName.beside(StoreFiles.logPath(path.toRealPath()), ".damaged"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to);
      try (FileChannel copied = FileChannel.open(to, StandardOpenOption.WRITE)) {
        copied.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(to);
      throw e;
    }
    LocalDisk.shared().forceNameOf(to);
  }
}
