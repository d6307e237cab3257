package dev.kvsql.cli;

import dev.kvsql.chunk.Store;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command that can be taken back writes its undo record. */
final class UndoFileOption {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  @Option(
      names = "--undo-file",
      paramLabel = "FILE",
      description = "Write the undo record there (default: STORE.undo-DATE-TIME).")
  private @Nullable Path file;

  /** Whether somebody chose the file, which is for one database then. */
  boolean isGiven() {
    return file != null;
  }

  /**
   * The file that was named, or one beside the store, named after the time and the database, with a
   * number behind it where that name is taken.
   */
  Path path(Path store, String database) {
    return file == null ? free(store, database, LocalDateTime.now(ZoneId.systemDefault())) : file;
  }

  /** A name that is not taken. */
  static Path free(Path store, String database, LocalDateTime now) {
    String suffix =
        Store.DEFAULT_DATABASE.equals(database)
            ? ""
            : "-" + database.replaceAll("[^A-Za-z0-9_.-]", "_");
    String name = store.getFileName() + ".undo-" + now.format(STAMP) + suffix;
    Path free = store.resolveSibling(name);
    for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
      free = store.resolveSibling(name + "-" + number);
    }
    return free;
  }
}
