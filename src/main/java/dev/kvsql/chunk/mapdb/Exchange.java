package dev.kvsql.chunk.mapdb;

import dev.kvsql.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Puts a new store file in an old one's place. The old file gets its second name before the new one
 * takes the first, so that there always is a file of that name; then the redo log moves, which
 * belongs to the old file. When a step fails, those before are taken back.
 *
 * @param old the store file
 * @param filled the new one, which takes its name and permissions
 * @param kept the old one's name afterwards; its log's is that of a store of this name
 */
record Exchange(Path old, Path filled, Path kept) {
  void carryOut() throws IOException {
    takePermissions();
    keepOld();
    try {
      LocalDisk.shared().forceNameOf(kept);
      Files.move(filled, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      // The old file must not be found under this name without its log.
      LocalDisk.shared().forceNameOf(old);
      if (Files.exists(StoreFiles.logPath(old))) {
        Files.move(StoreFiles.logPath(old), StoreFiles.logPath(kept));
      }
    } catch (IOException e) {
      takeBack(e);
      throw e;
    }
    LocalDisk.shared().forceNameOf(kept);
  }

  private void takePermissions() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(old, PosixFileAttributeView.class);
    if (view != null) {
      Files.setPosixFilePermissions(filled, view.readAttributes().permissions());
    }
  }

  private void keepOld() throws IOException {
    try {
      Files.createLink(kept, old);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Not every file system has links; then there is a moment without a file of that name.
      Files.move(old, kept);
    }
  }

  private void takeBack(IOException cause) {
    try {
      if (Files.exists(old) && Files.isSameFile(old, kept)) {
        Files.delete(kept);
      } else {
        Files.move(kept, old, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
