package dev.kvsql.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system, as much of it as a store needs. Every access of a store to its files goes through
 * here and {@link DiskFile}.
 *
 * <p>Every implementation owes the same:
 *
 * <ul>
 *   <li>What was written is there for everybody at once, and after a power failure only when it was
 *       forced before. Until then any part of it may be there, in any order.
 *   <li>That a file was created or deleted survives a power failure once its directory was forced.
 *   <li>A sector of 512 bytes that starts at a multiple of 512 is written whole or not at all.
 * </ul>
 */
public interface Disk {
  /** How a file is opened. */
  enum Opening {
    /** To read a file that is there. */
    READ,
    /** To read and write a file that is there. */
    WRITE,
    /** To read and write a file that must not be there yet. */
    CREATE
  }

  /**
   * Opens a file.
   *
   * @throws java.nio.file.NoSuchFileException when there is none to open
   * @throws java.nio.file.FileAlreadyExistsException when there is one that should be created
   */
  DiskFile open(Path file, Opening opening) throws IOException;

  /** What can be there under a name. */
  enum Kind {
    NOTHING,
    FILE,
    DIRECTORY,
    /** A pipe, a device and the like. */
    OTHER
  }

  /** What is there under a name, links followed. */
  Kind kind(Path file);

  /** Whether there is something of that name. */
  default boolean exists(Path file) {
    return kind(file) != Kind.NOTHING;
  }

  /** The path of something that is there, without links. */
  Path realPath(Path file) throws IOException;

  /** What is equal for two names of the same file, and for no two files. */
  Object identity(Path file) throws IOException;

  /**
   * The processes that have locks on a file, in ascending order; empty when that cannot be known.
   */
  List<LockHolder> lockHolders(Path file);

  /** Deletes a file; does nothing when there is none. */
  void delete(Path file) throws IOException;

  /** Makes the files that were created and deleted in a directory durable. */
  void forceDirectory(Path directory) throws IOException;

  /** Makes the creation or removal of a file durable. */
  default void forceNameOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      forceDirectory(directory);
    }
  }
}
