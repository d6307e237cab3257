package dev.kvsql.explore.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording of key-value operations: JSON Lines, optionally compressed with gzip, an
 * operation a line, in the order in which the program made the calls.
 *
 * <pre>
 * {"op":"get","keys":["08010000"]}
 * {"op":"put","entries":[["0801010000000000",4096],["08010000",10]]}
 * {"op":"delete","keys":["0801010000000001"],"failed":true}
 * {"op":"deleteRange","from":"0801010000000001","to":"08010101"}
 * </pre>
 *
 * <p>Keys are in hex. A value is a number, its length, or a string, its bytes in base64. Blank
 * lines and fields with other names are passed over. Memory for one line at a time.
 */
public final class RecordedOperations implements AutoCloseable {
  private final RecordingLines lines;

  /**
   * Reads from a stream, which is closed with this.
   *
   * @param recording what messages call the recording
   */
  public RecordedOperations(String recording, InputStream in) {
    lines = new RecordingLines(recording, in);
  }

  /**
   * Opens a file.
   *
   * @throws IOException when there is none that can be read
   */
  public static RecordedOperations open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory, not a recording");
    }
    return new RecordedOperations(file.toString(), Files.newInputStream(file));
  }

  /**
   * The next operation, or nothing at the end.
   *
   * @throws BrokenRecordingException when the line is no operation
   */
  public Optional<RecordedOperation> next() throws IOException {
    Optional<String> line = lines.next();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OperationLine.parse(line.get()));
    } catch (OperationLine.UnreadableException e) {
      throw broken(e.expected(), e.found(), e);
    }
  }

  /** Number of the line that {@link #next} gave last, from 1. */
  public long line() {
    return lines.number();
  }

  /** Why the operation that {@link #next} gave last cannot be used. */
  BrokenRecordingException broken(String expected, String found, @Nullable Throwable cause) {
    return lines.broken(expected, found, cause);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
