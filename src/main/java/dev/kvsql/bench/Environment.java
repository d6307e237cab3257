package dev.kvsql.bench;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * What the figures depend on.
 *
 * @param sqlite version of SQLite
 * @param java version of Java
 * @param directory where the files are
 * @param disk what the operating system calls the file system's device
 * @param fileSystem its type, such as ext4
 */
public record Environment(
    String sqlite, String java, Path directory, String disk, String fileSystem) {
  /** What is true for files in a directory. */
  static Environment of(Path directory) throws IOException, SQLException {
    FileStore store = Files.getFileStore(directory);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return new Environment(
          connection.getMetaData().getDatabaseProductVersion(),
          Runtime.version().toString(),
          directory,
          store.name(),
          store.type());
    }
  }

  /** Whether the files are in memory, where making a commit durable costs nothing. */
  public boolean isMemory() {
    return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
  }
}
