package dev.kvsql.file;

import dev.kvsql.disk.Disk;
import dev.kvsql.disk.DiskFile;
import dev.kvsql.disk.LocalDisk;
import dev.kvsql.disk.LockHolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's disk, which remembers the files that were opened. */
final class WatchedDisk implements Disk {
  private final Disk below = LocalDisk.shared();
  private final List<DiskFile> opened = new ArrayList<>();

  /** The sizes of the files that are open now, in bytes. */
  List<Long> openBytes() throws IOException {
    List<Long> bytes = new ArrayList<>();
    for (DiskFile file : opened) {
      if (file.isOpen()) {
        bytes.add(file.size());
      }
    }
    return bytes;
  }

  @Override
  public DiskFile open(Path file, Opening opening) throws IOException {
    DiskFile made = below.open(file, opening);
    opened.add(made);
    return made;
  }

  @Override
  public Kind kind(Path file) {
    return below.kind(file);
  }

  @Override
  public Path realPath(Path file) throws IOException {
    return below.realPath(file);
  }

  @Override
  public Object identity(Path file) throws IOException {
    return below.identity(file);
  }

  @Override
  public List<LockHolder> lockHolders(Path file) {
    return below.lockHolders(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    below.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    below.forceDirectory(directory);
  }
}
