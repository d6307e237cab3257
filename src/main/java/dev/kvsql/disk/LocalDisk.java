package dev.kvsql.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The machine's own file system. */
public final class LocalDisk implements Disk {
  private static final LocalDisk SHARED = new LocalDisk();
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final FileAttribute<?>[] attributes;

  private LocalDisk(FileAttribute<?>... attributes) {
    this.attributes = attributes;
  }

  /** A disk whose new files have the permissions that the process gives them by default. */
  public static LocalDisk shared() {
    return SHARED;
  }

  /** A disk whose new files are for their owner only, where that can be said. */
  public static LocalDisk forOwnerOnly(Path where) {
    boolean posix = where.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new LocalDisk(
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : new LocalDisk();
  }

  @Override
  public DiskFile open(Path file, Opening opening) throws IOException {
    return switch (opening) {
      case READ -> LocalFile.open(file, MapMode.READ_ONLY);
      case WRITE -> LocalFile.open(file, MapMode.PRIVATE);
      case CREATE -> {
        FileChannel.open(file, NEW, attributes).close();
        yield LocalFile.open(file, MapMode.PRIVATE);
      }
    };
  }

  @Override
  public Kind kind(Path file) {
    if (Files.isRegularFile(file)) {
      return Kind.FILE;
    }
    if (Files.isDirectory(file)) {
      return Kind.DIRECTORY;
    }
    return Files.exists(file) ? Kind.OTHER : Kind.NOTHING;
  }

  @Override
  public Path realPath(Path file) throws IOException {
    return file.toRealPath();
  }

  /** Hard links have the same key; where there are no keys, a path without links has to do. */
  @Override
  public Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key;
  }

  @Override
  public List<LockHolder> lockHolders(Path file) {
    return LockHolders.of(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    Uninterrupted.run(() -> {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
      return directory;
    });
  }
}
