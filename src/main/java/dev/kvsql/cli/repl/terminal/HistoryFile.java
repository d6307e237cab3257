package dev.kvsql.cli.repl.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return true;
    } catch (FileAlreadyExistsException e) {
      return Files.isWritable(file);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** However it was written last. */
  @Override
  public void close() throws IOException {
    if (Files.isRegularFile(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
