package dev.kvsql.cli.repl.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;

/**
 * What was typed, kept for the next session: readable by its user only, as statements may hold what
 * is in the database. A line that begins with a blank is not kept. Where no file can be made,
 * nothing is.
 */
final class HistoryFile implements AutoCloseable {
  private static final int MOST_LINES = 10_000;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;

  HistoryFile(Path file) {
    this.file = file;
  }

  /** A reader with this history. */
  LineReader in(LineReaderBuilder builder) {
    builder
        .option(Option.HISTORY_IGNORE_SPACE, true)
        .option(Option.HISTORY_IGNORE_DUPS, true)
        .option(Option.HISTORY_TIMESTAMPED, false)
        .variable(LineReader.HISTORY_SIZE, MOST_LINES)
        .variable(LineReader.HISTORY_FILE_SIZE, MOST_LINES);
    if (isWritable()) {
      builder.variable(LineReader.HISTORY_FILE, file);
    }
    return builder.build();
  }

  private boolean isWritable() {
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      return true;
    } catch (FileAlreadyExistsException e) {
      return isRestricted();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private boolean isRestricted() {
    try {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
      return Files.isWritable(file);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** JLine may have written it anew. */
  @Override
  public void close() throws IOException {
    if (Files.isRegularFile(file)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }
}
