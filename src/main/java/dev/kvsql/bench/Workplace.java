package dev.kvsql.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the bench's own. Closing removes it with everything in it, and the directories
 * above it that had to be made.
 */
public final class Workplace implements AutoCloseable {
  private static final long SPARE_BYTES = 256L << 20;

  private final Path parent;
  private final Path directory;

  /** Directories that were not there, the innermost first. */
  private final List<Path> made;

  private Workplace(Path parent, Path directory, List<Path> made) {
    this.parent = parent;
    this.directory = directory;
    this.made = made;
  }

  /**
   * Makes a fresh directory.
   *
   * @param parent where; it is made when it is not there
   * @throws IOException when the disk refuses, or something else than a directory has that name
   */
  public static Workplace in(Path parent) throws IOException {
    List<Path> missing = new ArrayList<>();
    Path above = parent.toAbsolutePath().normalize();
    while (above != null && !Files.exists(above)) {
      missing.add(above);
      above = above.getParent();
    }
    try {
      Files.createDirectories(parent);
      Path directory = Files.createTempDirectory(parent, "kvsql-bench-");
      return new Workplace(parent, directory, List.copyOf(missing));
    } catch (IOException e) {
      removeMade(missing);
      throw e;
    }
  }

  /** The directory, empty at first. */
  public Path directory() {
    return directory;
  }

  /** What figures that are measured here depend on. */
  public Environment environment() throws IOException, SQLException {
    return Environment.of(parent);
  }

  /** A new directory in it. */
  Path fresh(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  @Override
  public void close() throws IOException {
    clear(directory);
    removeMade(made);
  }

  /**
   * Sees to it that something fits on the disk.
   *
   * @param what it is, and {@code --WHAT-size} the option for its size
   * @param bytes its size
   * @param factor how many times that the disk must have, beside {@value #SPARE_BYTES} bytes
   * @throws IOException when it has less
   */
  void requireSpace(String what, long bytes, double factor) throws IOException {
    long usable = Files.getFileStore(directory).getUsableSpace();
    long needed = (long) (bytes * factor) + SPARE_BYTES;
    if (usable < needed) {
      throw new IOException(
          "a %s of %,d bytes needs %,d bytes free, %s has %,d; name another directory or a smaller --%s-size"
              .formatted(what, bytes, needed, directory, usable, what));
    }
  }

  /** Copies onto the disk, so that nobody has to wait for what copying has left to write. */
  static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Removes a directory and everything in it. */
  static void clear(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void removeMade(List<Path> made) throws IOException {
    try {
      for (Path directory : made) {
        Files.deleteIfExists(directory);
      }
    } catch (DirectoryNotEmptyException e) {
      // Somebody else has put something there meanwhile; it stays, and so does what is above.
    }
  }
}
