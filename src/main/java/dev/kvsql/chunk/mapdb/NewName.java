package dev.kvsql.chunk.mapdb;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Names for what is kept of damaged files. */
final class NewName {
  private NewName() {}

  /**
   * The file's name with this behind it, and a number behind that if somebody has it already: it,
   * or the name of a redo log beside it.
   */
  static Path beside(Path file, String suffix) {
    Path name = file.resolveSibling(file.getFileName() + suffix);
    for (int number = 2; isTaken(name) || isTaken(StoreFiles.logPath(name)); number++) {
      name = file.resolveSibling(file.getFileName() + suffix + "-" + number);
    }
    return name;
  }

  private static boolean isTaken(Path name) {
    return Files.exists(name, LinkOption.NOFOLLOW_LINKS);
  }
}
